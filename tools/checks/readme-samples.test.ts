import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { onSwiftShader } from '../browser-tests/harness/swiftshader.ts';
import { runProgram } from '../release/src/run-program.ts';
import { root } from './markdown-pages.ts';
import { onSources } from './on-sources.ts';
import { samplePrograms, typeScriptBlocks } from './sample-programs.ts';
import { makeSampleProject, type SampleProject } from './sample-project.ts';

/** The programs as files of the folder test, which depends on all packages. */
const sources = new Map(
  // The compiler writes paths with slashes on every system.
  samplePrograms.map(({ name, code }) => [path.join(root, 'test', `${name}.ts`).replaceAll('\\', '/'), code]),
);

/** What the compiler says of the samples under the repository's own settings, one line an error. */
function compileSamples(): string[] {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.getSourceFile = (file, languageVersion) => {
    const source = sources.get(file);
    return source === undefined
      ? getSourceFile(file, languageVersion)
      : ts.createSourceFile(file, source, languageVersion, true);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()]
    .flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)))
    .map(
      ({ file, messageText }) =>
        `${path.basename(file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
}

test('the TypeScript of the READMEs and of docs is complete programs', () => {
  const fragments = typeScriptBlocks.filter(({ code }) => !/^import /m.test(code));
  expect(fragments).toEqual([]);
});

test('the TypeScript of the READMEs and of docs compiles', () => {
  expect(sources.size).toBeGreaterThan(20);
  expect(compileSamples()).toEqual([]);
});

// Those of pages run in readme-samples.browser.test.ts.
describe('the programs of the READMEs and of docs run in Node', () => {
  let project: SampleProject;
  beforeAll(async () => {
    project = await makeSampleProject();
  });
  afterAll(() => project.remove());

  test.each(samplePrograms.filter(({ runsIn }) => runsIn === 'node'))('$name', async ({ name, code }) => {
    const file = `${name}.ts`;
    project.write(file, code.replace('steps: 1000', 'steps: 3')); // the one that is shortened: a training
    const env = name.includes('webgpu') ? await onSwiftShader() : process.env; // the card of a machine without one
    const { exitCode, stderr } = await runProgram(process.execPath, [...onSources, file], { cwd: project.folder, env });
    // Without TensorFlow, a gigabyte, the native engine can only say how to get it.
    if (name.includes('backend-native') && exitCode !== 0)
      expect(stderr).toContain('npx @pix2pix-ts/backend-native install');
    else expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});
