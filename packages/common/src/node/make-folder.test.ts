import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { makeFolder } from './make-folder.ts';

const folder = temporaryFolder();

test('a folder is made with those above it, and made again without complaint', async () => {
  const path = join(folder.path, 'a', 'b', 'c');
  for (const _ of [1, 2]) await makeFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

test('several at once make the same folder', async () => {
  mkdirSync(join(folder.path, 'a'));
  await Promise.all([1, 2, 3, 4].map(() => makeFolder(join(folder.path, 'a', 'b', 'c', 'd'))));
  expect(statSync(join(folder.path, 'a', 'b', 'c', 'd')).isDirectory()).toBe(true);
});

test('where none can be made the error is that of the system, also below /proc, where Node never returns', async () => {
  writeFileSync(join(folder.path, 'file'), '');
  const places = [join(folder.path, 'file'), ...(process.platform === 'linux' ? ['/proc/nowhere'] : [])];
  for (const place of places) {
    await expect(makeFolder(join(place, 'a', 'b'))).rejects.toMatchObject({ code: expect.stringMatching(/^ENO/) });
  }
});
