import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Pixels } from '@pix2pix-ts/data';
import { decodeImage } from '@pix2pix-ts/data/node';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import sharp from 'sharp';
import { runPix2pix } from '../testing/run-pix2pix.ts';

const folder = temporaryFolder();
const TILE = 128;
const [WIDTH, HEIGHT] = [320, 224];

/** Where tiles of 128 that overlap by a quarter begin and end in a row of 320 pixels: 128 + 2 x 96. */
const EDGES = [96, 128, 192, 224];

/** Slow waves of all colours, so that what neighbours differ by is the model's doing. */
async function writeWaves(path: string): Promise<void> {
  const data = new Uint8Array(WIDTH * HEIGHT * 3).map((_, i) => {
    const [x, y] = [Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH)];
    return 128 + 100 * Math.sin(x / (23 + 9 * (i % 3)) + y / 31);
  });
  await sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).toFile(path);
}

/** The mean difference of the columns x - 1 and x, for every x from 1 on. */
function steps({ data, width, height }: Pixels): number[] {
  return Array.from({ length: width - 1 }, (_, left) => {
    let sum = 0;
    for (let y = 0; y < height; y++)
      for (let channel = 0; channel < 3; channel++) {
        const at = (y * width + left) * 3 + channel;
        sum += Math.abs((data[at + 3] as number) - (data[at] as number));
      }
    return sum / (3 * height);
  });
}

/**
 * How many times the mean step of a picture its mean step at these columns is. Of the others those count that are multiples
 * of 8 too: a transposed convolution weaves a pattern of its own into all of a picture, which is steeper there.
 */
function atEdges(pixels: Pixels, edges: readonly number[]): number {
  const all = steps(pixels);
  const others = all.map((_, left) => left + 1).filter((x) => x % 8 === 0 && !edges.includes(x));
  const mean = (columns: readonly number[]) =>
    columns.reduce((sum, x) => sum + (all[x - 1] as number), 0) / columns.length;
  return mean(edges) / mean(others);
}

test("the seams of a trained model's tiles are no steeper than the rest of the picture", async () => {
  const [from, out] = [join(folder.path, 'waves.png'), join(folder.path, 'out')];
  await writeWaves(from);
  const flags = ['--fit', 'tile', '--tile', `${TILE}`, '--out', out, '--backend', 'wasm'];
  expect(await runPix2pix(['translate', '--model', '3d', from, ...flags])).toMatchObject({ exitCode: 0 });
  expect(atEdges(await decodeImage(join(out, 'waves.png')), EDGES)).toBeLessThan(1.1);

  // The same statistic sees the seams of tiles that only lie next to each other.
  const strips = [0, 128, 192].map((left) => ({ left, file: join(folder.path, `${left}.png`) }));
  for (const { left, file } of strips)
    await sharp(from).extract({ left, top: 0, width: TILE, height: TILE }).toFile(file);
  const files = strips.map(({ file }) => file);
  expect(await runPix2pix(['translate', '--model', '3d', ...files, '--out', out, '--backend', 'wasm'])).toMatchObject({
    exitCode: 0,
  });
  const hard = await sharp({ create: { width: WIDTH, height: TILE, channels: 3, background: '#fff' } })
    .composite(strips.map(({ left }) => ({ input: join(out, `${left}.png`), left, top: 0 })))
    .png()
    .toBuffer();
  expect(atEdges(await decodeImage(hard), [128, 192])).toBeGreaterThan(2);
});
