import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { noise } from '@pix2pix-ts/testing/noise';
import sharp from 'sharp';

/** Writes a folder of side-by-side pairs of coloured noise: that many to train on, and two held out. */
export async function writePairs(folder: string, count: number, size = 32): Promise<void> {
  for (const [split, pairs] of [
    ['train', count],
    ['val', 2],
  ] as const) {
    await mkdir(join(folder, split), { recursive: true });
    for (let i = 0; i < pairs; i++) await writeNoise(join(folder, split, `pair${i}.png`), 2 * size, size);
  }
}

/** Writes a picture of noise that depends on its size and name alone. */
export async function writeNoise(path: string, width: number, height: number): Promise<void> {
  const { data } = noise(width, height, path.split(/[\\/]/).slice(-2).join('/'));
  await sharp(data, { raw: { width, height, channels: 3 } }).toFile(path);
}
