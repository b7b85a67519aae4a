import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { joinSideBySide, type Pixels } from '@pix2pix-ts/data';
import { decodeImage, encodePng } from '@pix2pix-ts/data/node';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';

const cwd = path.resolve(import.meta.dirname, '..');
const folder = sharedFolder();

beforeAll(async () => {
  for (const [split, count] of Object.entries({ train: 5, val: 1 })) {
    await mkdir(path.join(folder.path, 'pairs', split), { recursive: true });
    for (let i = 0; i < count; i++) {
      const pair = joinSideBySide({ a: plain(40 * i), b: plain(255 - 40 * i) });
      await writeFile(path.join(folder.path, 'pairs', split, `pair${i}.png`), await encodePng(pair));
    }
  }
});

function plain(gray: number): Pixels {
  return { data: new Uint8Array(64 * 48 * 3).fill(gray), width: 64, height: 48 };
}

function run(...args: string[]) {
  const node = ['--import', 'tsx', '--conditions=@pix2pix-ts/source', 'src/train.ts', ...args];
  return promisify(execFile)(process.execPath, node, { cwd });
}

test('pairs in a folder become a model, and the model translates a held-out picture in its own size', async () => {
  const out = path.join(folder.path, 'out');
  const { stdout } = await run(path.join(folder.path, 'pairs'), out, '3');
  expect(stdout).toMatch(/^Engine: .*\nstep 3 L1 \d\.\d{3}, 0 s left\nWrote .*model\.safetensors and .*pair0\.png\n$/);
  const { metadata } = parseSafetensors(await readFile(path.join(out, 'model.safetensors')));
  expect(JSON.parse(metadata.training ?? '{}')).toMatchObject({ steps: 3, reconstruction: 'l1', batch: 4 });
  const { width, height, data } = await decodeImage(path.join(out, 'pair0.png'));
  expect([width, height]).toEqual([64, 48]);
  expect(new Set(data).size).toBeGreaterThan(1); // three steps make a pattern and no plain gray
});
