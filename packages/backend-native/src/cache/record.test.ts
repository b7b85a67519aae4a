import { closeSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { changedFile, changedLibrary, filesInside, type Hashes, hashAll } from './record.ts';

const folder = temporaryFolder();
let hashes: Hashes;

/** An addon of three bytes and a library of 17 MiB, most of which takes no room on the disk. */
beforeEach(async () => {
  writeFileSync(join(folder.path, 'addon'), 'abc');
  writeFileSync(join(folder.path, 'library'), 'x');
  truncateSync(join(folder.path, 'library'), 17 * 2 ** 20);
  writeFileSync(join(folder.path, 'install.json'), '{}');
  hashes = await hashAll(folder.path, filesInside(folder.path, 'install.json'));
});

test('the record is of every file but the description, by the SHA-256 of its bytes', () => {
  expect(Object.keys(hashes)).toEqual(['addon', 'library']);
  // FIPS 180-2, appendix B.1
  expect(hashes.addon).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(changedFile(folder.path, hashes, 'install.json')).toBeUndefined();
});

test('a small file that changed, went or came is found', () => {
  const found = () => changedFile(folder.path, hashes, 'install.json');
  writeFileSync(join(folder.path, 'addon'), 'abd');
  expect(found()).toEqual(['addon', 'has changed since it was set up']);
  rmSync(join(folder.path, 'addon'));
  expect(found()).toEqual(['addon', 'is missing']);
  writeFileSync(join(folder.path, 'addon'), 'abc');
  writeFileSync(join(folder.path, 'another'), '');
  expect(found()).toEqual(['another', 'was not there when it was set up']);
});

test('a large file that changed is found by whoever reads it completely', async () => {
  expect(await changedLibrary(folder.path, hashes)).toBeUndefined();
  const file = openSync(join(folder.path, 'library'), 'r+');
  writeSync(file, 'y', 16 * 2 ** 20);
  closeSync(file);
  expect(changedFile(folder.path, hashes, 'install.json')).toBeUndefined();
  expect(await changedLibrary(folder.path, hashes)).toBe('library');
});
