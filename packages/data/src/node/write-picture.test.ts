import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import sharp from 'sharp';
import type { Pixels } from '../pixels.ts';
import { largestDifference } from '../testing/largest-difference.ts';
import { decodeImage } from './decode-image.ts';
import { writePicture } from './write-picture.ts';

/** Slow changes, which JPEG and WebP keep. */
const smooth: Pixels = {
  data: new Uint8Array(90 * 60 * 3).map((_, i) => Math.floor(i / 3 / 60) + 20 * (i % 3)),
  width: 90,
  height: 60,
};

async function* halves({ data, width, height }: Pixels): AsyncGenerator<Pixels> {
  const middle = Math.floor(height / 2);
  yield { data: data.subarray(0, middle * width * 3), width, height: middle };
  yield { data: data.subarray(middle * width * 3), width, height: height - middle };
}

describe('a picture of rows', () => {
  test.each([
    ['a.png', 'png', 0],
    ['a.jpg', 'jpeg', 8],
    ['A.JPEG', 'jpeg', 8],
    ['a.webp', 'webp', 12],
  ] as const)('is written as %s, in the place of an older file, and nothing else', async (name, format, tolerance) => {
    await withFolder(async (folder) => {
      const path = join(folder, name);
      await writeFile(path, 'an older file');
      await writePicture(path, halves(smooth), smooth);
      expect((await sharp(await readFile(path)).metadata()).format).toBe(format);
      expect(largestDifference(await decodeImage(path), smooth)).toBeLessThanOrEqual(tolerance);
      expect(await readdir(folder)).toEqual([name]);
    });
  });

  test.each(['a.png', 'a.jpg', 'a.webp'])('leaves the older %s where its rows fail', async (name) => {
    await withFolder(async (folder) => {
      const path = join(folder, name);
      await writeFile(path, 'an older file');
      async function* failing(): AsyncGenerator<Pixels> {
        yield { ...noise(90, 30) };
        throw new Error('enough');
      }
      await expect(writePicture(path, failing(), smooth)).rejects.toThrow('enough');
      expect(await readFile(path, 'utf8')).toBe('an older file');
      expect(await readdir(folder)).toEqual([name]);
    });
  });

  test.each([
    ['x.jpg', 65_501, 'Expected at most 65500 pixels a side in x.jpg, since JPEG takes no more, got 65501x2. Use PNG.'],
    [
      'x.webp',
      16_384,
      'Expected at most 16383 pixels a side in x.webp, since WebP takes no more, got 16384x2. Use PNG.',
    ],
    ['x.bmp', 3, 'Expected a name that ends in one of .png, .jpg, .jpeg, .webp, got x.bmp. Change its ending.'],
    ['png', 3, 'Expected a name that ends in one of .png, .jpg, .jpeg, .webp, got png. Change its ending.'],
  ])('is refused before its first row as %s of %i pixels', async (name, width, message) => {
    async function* never(): AsyncGenerator<Pixels> {
      yield await Promise.reject(new Error('was asked'));
    }
    await expect(writePicture(name, never(), { width, height: 2 })).rejects.toMatchObject({
      name: 'DataError',
      message,
    });
  });

  test('is written up to the most that JPEG and WebP take', async () => {
    await withFolder(async (folder) => {
      for (const [name, width] of [
        ['x.jpg', 65_500],
        ['x.webp', 16_383],
      ] as const) {
        await writePicture(join(folder, name), halves(noise(width, 2)), { width, height: 2 });
        expect(await sharp(join(folder, name)).metadata()).toMatchObject({ width, height: 2 });
      }
    });
  });
});
