import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { discPairs } from './disc-pairs.ts';

const cwd = path.resolve(import.meta.dirname, '..');

test('training on the discs with its own loss brings that loss down, and the model says so', async () => {
  await withFolder(async (folder) => {
    const file = path.join(folder, 'model.safetensors');
    const node = ['--import', 'tsx', '--conditions=@pix2pix-ts/source', 'src/train.ts', file, '40'];
    const { stdout } = await promisify(execFile)(process.execPath, node, { cwd });
    const losses = stdout
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[1]));
    expect(losses).toHaveLength(4);
    expect(losses[3]).toBeLessThan((losses[0] as number) / 2);
    const { metadata } = parseSafetensors(await readFile(file));
    expect(JSON.parse(metadata.training ?? '{}')).toMatchObject({ steps: 40, reconstruction: 'custom' });
  });
});

test('a pair is the same whenever it is asked for, and its halves show one disc', async () => {
  const pairs = discPairs(3, 32, 1);
  const { a, b } = await pairs.load(1);
  expect(await pairs.load(1)).toEqual({ a, b });
  expect((await pairs.load(2)).a.data).not.toEqual(a.data);
  const isWhite = (data: ArrayLike<number>, pixel: number) => data[pixel * 3] === 255 && data[pixel * 3 + 1] === 255;
  const count = (data: ArrayLike<number>) => [...Array(32 * 32).keys()].filter((pixel) => !isWhite(data, pixel)).length;
  // The outline is 2 wide: 4 pi r pixels compared with pi r^2 of the disc.
  const radius = Math.sqrt(count(b.data) / Math.PI);
  expect(count(a.data) / (4 * Math.PI * radius)).toBeCloseTo(1, 0);
});
