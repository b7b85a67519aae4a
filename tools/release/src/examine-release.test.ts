import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  objectionToPublishedVersions,
  objectToDirtyTree,
  objectToMissingBuild,
  objectToPendingChangesets,
} from './examine-release.ts';
import { publicPackages } from './packages.ts';

let root = '';
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root });

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-examine-'));
  const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } };
  write('packages/a/package.json', JSON.stringify({ name: 'a', version: '1.2.3', publishConfig: { exports } }));
  write('apps/b/package.json', JSON.stringify({ name: 'b', version: '1.2.3', bin: { b: './dist/command.js' } }));
  write('apps/c/package.json', JSON.stringify({ name: 'c', version: '0.0.0', private: true, bin: { c: './none.js' } }));
  write('.changeset/config.json', '{}');
  write('.gitignore', 'dist\n');
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
});
afterEach(() => rmSync(root, { recursive: true }));

test('a private package is not part of the release', () => {
  expect(publicPackages(root).map(({ manifest }) => manifest.name)).toEqual(['a', 'b']);
});

test('a package whose manifest leads to nothing is named with the files that are missing', () => {
  write('packages/a/dist/index.d.ts', '');
  expect(objectToMissingBuild(publicPackages(root))).toBe(
    'Expected the build to make every file that a package.json leads to, got 2 files missing ' +
      '(a: dist/index.js, b: dist/command.js). Correct the package.json.',
  );
});

test('packages with all that their manifests lead to may be published', () => {
  for (const file of ['packages/a/dist/index.d.ts', 'packages/a/dist/index.js', 'apps/b/dist/command.js'])
    write(file, '');
  expect(objectToMissingBuild(publicPackages(root))).toBeUndefined();
});

test('a name with a star needs a file that it stands for', () => {
  const publishConfig = { imports: { '#wasm/*': './dist/kernels-*.js' } };
  write('packages/a/package.json', JSON.stringify({ name: 'a', version: '1.2.3', publishConfig }));
  const examine = () => objectToMissingBuild(publicPackages(root).filter(({ manifest }) => manifest.name === 'a'));
  const line =
    'Expected the build to make every file that a package.json leads to, got 1 file missing (a: dist/kernels-*.js). ' +
    'Correct the package.json.';
  expect(examine()).toBe(line);
  write('packages/a/dist/other.js', '');
  expect(examine()).toBe(line);
  write('packages/a/dist/kernels-simd.js', '');
  expect(examine()).toBeUndefined();
});

test('a dirty tree is refused with the names of the first files, new ones included', async () => {
  expect(await objectToDirtyTree(root)).toBeUndefined();
  write('packages/a/package.json', '{}');
  for (const name of ['new-1', 'new-2', 'new-3']) write(name, '');
  expect(await objectToDirtyTree(root)).toBe(
    'Expected a clean tree to publish from, got 4 changed files (packages/a/package.json, new-1, new-2 and 1 more). ' +
      'Commit or stash them.',
  );
});

test('a changeset that has not become a version is refused', () => {
  expect(objectToPendingChangesets(root)).toBeUndefined();
  write('.changeset/README.md', 'about this folder');
  write('.changeset/brave-cats.md', '---\n"a": patch\n---\n');
  expect(objectToPendingChangesets(root)).toBe(
    'Expected no changeset to be left, got 1 changeset (brave-cats.md). ' +
      'Run "npx changeset version" and commit what it writes.',
  );
});

test('a version that exists is named with what to do', () => {
  expect(objectionToPublishedVersions(publicPackages(root))).toBe(
    'Expected a version that the registry does not have, got a@1.2.3, b@1.2.3, already published. ' +
      'Describe the change with "npx changeset", then run "npx changeset version".',
  );
});
