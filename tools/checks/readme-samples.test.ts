import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { markdownPages, root } from './markdown-pages.ts';

const pages = markdownPages().filter((page) => /^(README\.md$|docs\/|(packages|apps)\/[^/]+\/README\.md$)/.test(page));

/** The samples, which begin with their imports, as files of the folder test, which depends on all packages. */
const samples = new Map(
  pages.flatMap((page) => {
    const blocks = [...readFileSync(path.join(root, page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)];
    const standingAlone = blocks.filter(([, code = '']) => /^import /m.test(code));
    return standingAlone.map(([, code = ''], index) => {
      const name = `${page.replace(/\W+/g, '-')}-${index + 1}.ts`;
      // The compiler writes paths with slashes on every system.
      const file = path.join(root, 'test', name).replaceAll('\\', '/');
      return [file, `${code}\nexport {};\n`] as const;
    });
  }),
);

/** What the compiler says of the samples under the repository's own settings, one line an error. */
function compileSamples(): string[] {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => samples.has(file) || fileExists(file);
  host.getSourceFile = (file, languageVersion) => {
    const sample = samples.get(file);
    return sample === undefined
      ? getSourceFile(file, languageVersion)
      : ts.createSourceFile(file, sample, languageVersion, true);
  };
  const program = ts.createProgram([...samples.keys()], options, host);
  return [...samples.keys()]
    .flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)))
    .map(
      ({ file, messageText }) =>
        `${path.basename(file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
}

test('the TypeScript samples of the READMEs and of docs compile', () => {
  expect(samples.size).toBeGreaterThan(0);
  expect(compileSamples()).toEqual([]);
});
