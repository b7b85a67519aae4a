import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { randomStream } from '@pix2pix-ts/random';
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

/** Writes a picture of noise that depends on its size and name alone; the first release's fixtures were trained on such. */
export async function writeNoise(path: string, width: number, height: number): Promise<void> {
  const { integer } = randomStream('noise', path.split(/[\\/]/).slice(-2).join('/'));
  const data = Uint8Array.from({ length: width * height * 3 }, () => integer(256));
  await sharp(data, { raw: { width, height, channels: 3 } }).toFile(path);
}
