import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { moveAside } from './move-aside.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pix2pix-aside-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('an earlier run gets the first free name, and where there is no earlier run nothing is done', async () => {
  const run = join(folder, 'start');
  expect(await moveAside(run)).toBeUndefined();
  for (const expected of ['start-1', 'start-2']) {
    await mkdir(run);
    expect(await moveAside(run)).toBe(join(folder, expected));
  }
  expect(await readdir(folder)).toEqual(['start-1', 'start-2']);
});
