import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { moveAside } from './move-aside.ts';

const folder = temporaryFolder();

test('an earlier run gets the first free name, and where there is no earlier run nothing is done', async () => {
  const run = join(folder.path, 'start');
  expect(await moveAside(run)).toBeUndefined();
  for (const expected of ['start-1', 'start-2']) {
    await mkdir(run);
    expect(await moveAside(run)).toBe(join(folder.path, expected));
  }
  expect(await readdir(folder.path)).toEqual(['start-1', 'start-2']);
});
