import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { root } from './markdown-pages.ts';

const oldest = realpathSync(path.join(root, 'test/node_modules/tfjs-core-4-10'));
const manifestOf = (folder: string) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/** The packages that take a range of tfjs-core which begins with this version. */
function packagesFrom(version: string): string[] {
  return readdirSync(path.join(root, 'packages'))
    .map((name) => path.join(root, 'packages', name))
    .filter((folder) => manifestOf(folder).peerDependencies?.['@tensorflow/tfjs-core']?.startsWith(`${version} - `));
}

test('the packages that take a range of tfjs-core compile with the types of the oldest in it', () => {
  const entries = packagesFrom(manifestOf(oldest).version).map((folder) => path.join(folder, 'src/index.ts'));
  expect(entries.length).toBeGreaterThan(5);
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const types = path.join(oldest, 'dist/index.d.ts');
  const program = ts.createProgram(entries, { ...options, paths: { '@tensorflow/tfjs-core': [types] } });
  const errors = program
    .getSemanticDiagnostics()
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  expect(errors).toEqual([]);
  const cores = program.getSourceFiles().filter(({ fileName }) => /tfjs-core\/dist\/index\.d\.ts$/.test(fileName));
  expect(cores.map(({ fileName }) => path.normalize(fileName))).toEqual([types]);
});
