import { randomFillSync } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { joinSideBySide, type Pixels } from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';

/** The amplitude of the noise: with it a PNG is about as large as that of a photograph of this size. */
const NOISE = 24;

/**
 * Writes side-by-side pairs of `size` pixels into `folder/train` and returns their bytes. Every file is on the disk, not
 * only in memory, when this is done.
 */
export async function writeImageFolder(folder: string, count: number, size: number): Promise<number> {
  const train = join(folder, 'train');
  await mkdir(train, { recursive: true });
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const png = await encodePng(joinSideBySide({ a: noisyWaves(size, index), b: noisyWaves(size, -index) }));
    const file = await open(join(train, `${index}.png`), 'w');
    await file.writeFile(png);
    await file.datasync();
    await file.close();
    bytes += png.length;
  }
  return bytes;
}

/** Slow waves of all three colours with noise on them: large smooth shapes and grain, as in a photograph. */
export function noisyWaves(size: number, phase: number): Pixels {
  const noise = randomFillSync(new Uint8Array(size * size * 3));
  const data = new Uint8ClampedArray(noise.length);
  for (let i = 0; i < data.length; i++) {
    const [x, y, channel] = [Math.floor(i / 3) % size, Math.floor(i / 3 / size), i % 3];
    const wave = Math.sin((x / size) * 7 + phase + channel) + Math.cos((y / size) * 5 - phase * 2 + channel);
    data[i] = 128 + 50 * wave + ((noise[i] as number) / 255 - 0.5) * 2 * NOISE;
  }
  return { data, width: size, height: size };
}
