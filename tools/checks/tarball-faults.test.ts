import { expect, test } from '@jest/globals';
import { tarballFaults } from './tarball-faults.mjs';

const MAP = JSON.stringify({ sources: ['../src/index.ts'], sourcesContent: ['export {};'] });
const sound = {
  'package.json': '{ "license": "MIT" }',
  LICENSE: 'MIT License\n\nCopyright',
  'dist/index.js': 'export {};\n//# sourceMappingURL=index.js.map',
  'dist/index.js.map': MAP,
  'dist/index.d.ts': 'export {};',
};

/** The faults of the valid package with these files in addition to or in place of its own; `undefined` takes one away. */
function faultsWith(changes: Record<string, string | undefined>): string[] {
  const files = Object.entries({ ...sound, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return tarballFaults(new Map(files.map(([name, text]) => [name, Buffer.from(text)])));
}

test('a package with its licence, without tests, whose source maps hold their sources, has no fault', () => {
  expect(faultsWith({})).toEqual([]);
});

test('a script that hands on names of others needs no source map', () => {
  expect(faultsWith({ 'dist/index.js': 'import { l1 } from "./l1.js";\nexport { l1 };' })).toEqual([]);
});

test.each([
  ['a test', { 'dist/index.test.js.map': MAP }, 'dist/index.test.js.map is a test or a source'],
  ['what tests share', { 'dist/testing/values.json': '{}' }, 'dist/testing/values.json is a test or a source'],
  ['a source', { 'src/index.ts': '' }, 'src/index.ts is a test or a source'],
  [
    'a script that names no source map',
    { 'dist/index.js': 'function l1() {}\nexport { l1 };\n' },
    'dist/index.js names no source map',
  ],
  [
    'a source map that is missing',
    { 'dist/index.js.map': undefined },
    'dist/index.js names a source map that is not there: index.js.map',
  ],
  [
    'a source map without its sources',
    { 'dist/index.js.map': JSON.stringify({ sources: ['../src/index.ts'] }) },
    'dist/index.js: its source map does not hold ../src/index.ts',
  ],
  ['another licence', { LICENSE: 'Apache License' }, 'LICENSE is not the text of MIT'],
  ['no licence', { LICENSE: undefined }, 'LICENSE is not the text of MIT'],
])('%s is a fault', (_, changes, fault) => {
  expect(faultsWith(changes)).toEqual([fault]);
});
