import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { Pixels } from '../pixels.ts';
import { makeImage, makePng, withTempFolder } from '../testing/make-files.ts';
import { largestDifference, randomPixels } from '../testing/random-pixels.ts';
import { decodeImage } from './decode-image.ts';
import { importSharp } from './load-sharp.ts';

const FORMATS = ['png', 'jpeg', 'webp', 'tiff', 'gif', 'avif'] as const;
const rgb = (...values: number[]): Pixels => ({ data: Uint8Array.from(values), width: values.length / 3, height: 1 });
const four = rgb(200, 100, 50, 0, 0, 0, 255, 255, 255, 10, 128, 250);
const valuesOf = async (bytes: Uint8Array) => [...(await decodeImage(bytes)).data];

describe('decodeImage', () => {
  test.each(FORMATS)('reads %s from bytes and from a file', async (format) => {
    await withTempFolder(async (folder) => {
      const bytes = await makeImage(four, format);
      const file = join(folder, `image.${format}`);
      await writeFile(file, bytes);
      const decoded = await decodeImage(bytes);
      expect([decoded.width, decoded.height]).toEqual([4, 1]);
      expect(largestDifference(decoded, four)).toBeLessThanOrEqual(format === 'jpeg' ? 2 : 0);
      expect(await decodeImage(file)).toEqual(decoded);
    });
  });

  test('grayscale becomes three equal channels, from 1, 8 and 16 bits', async () => {
    const gray = (depth: number, width: number) => ({ width, height: 1, depth, colourType: 0 }) as const;
    expect(await valuesOf(makePng(gray(1, 3), [[0b01000000]]))).toEqual([0, 0, 0, 255, 255, 255, 0, 0, 0]);
    expect(await valuesOf(makePng(gray(8, 2), [[7, 200]]))).toEqual([7, 7, 7, 200, 200, 200]);
    const sixteen = makePng(gray(16, 4), [[0x00, 0x00, 0x80, 0x80, 0xff, 0xff, 0x12, 0x34]]);
    expect(await valuesOf(sixteen)).toEqual([0, 0, 0, 128, 128, 128, 255, 255, 255, 0x12, 0x12, 0x12]);
  });

  test('16 bits a channel are scaled, not clipped', async () => {
    const png = makePng({ width: 2, height: 1, depth: 16, colourType: 2 }, [
      [0x10, 0x10, 0x80, 0x80, 0xf0, 0xf0, 0xff, 0xff, 0x01, 0x01, 0x00, 0x00],
    ]);
    expect(await valuesOf(png)).toEqual([0x10, 0x80, 0xf0, 0xff, 1, 0]);
    const tiff = await sharp(png).toColourspace('rgb16').tiff({ compression: 'deflate' }).toBuffer();
    expect((await sharp(tiff).metadata()).depth).toBe('ushort');
    expect(await valuesOf(tiff)).toEqual([0x10, 0x80, 0xf0, 0xff, 1, 0]);
  });

  test('a palette becomes its colours, with its transparency over white', async () => {
    const chunks = { PLTE: [200, 100, 50, 1, 2, 3, 0, 0, 0], tRNS: [255, 255, 0] };
    const png = makePng({ width: 4, height: 1, depth: 2, colourType: 3 }, [[0b01_00_10_01]], chunks);
    expect(await valuesOf(png)).toEqual([1, 2, 3, 200, 100, 50, 255, 255, 255, 1, 2, 3]);
  });

  test('transparency is laid over white: c a + 255 (1 - a)', async () => {
    const png = makePng({ width: 3, height: 1, depth: 8, colourType: 6 }, [
      [0, 0, 0, 0, 50, 100, 200, 255, 0, 255, 0, 51],
    ]);
    expect(await valuesOf(png)).toEqual([255, 255, 255, 50, 100, 200, 204, 255, 204]);
    const gray = makePng({ width: 2, height: 1, depth: 8, colourType: 4 }, [[0, 51, 9, 255]]);
    expect(await valuesOf(gray)).toEqual([204, 204, 204, 9, 9, 9]);
    const sixteen = makePng({ width: 1, height: 1, depth: 16, colourType: 6 }, [[0, 0, 0, 0, 0xff, 0xff, 0x33, 0x33]]);
    for (const [i, value] of (await valuesOf(sixteen)).entries())
      expect(Math.abs(value - ([204, 204, 255][i] as number))).toBeLessThanOrEqual(1);
  });

  test('an embedded profile is applied', async () => {
    const raw = { raw: { width: 4, height: 1, channels: 3 } } as const;
    const wide = await sharp(four.data, raw).withIccProfile('p3').png().toBuffer();
    // Without its profile the file holds other numbers for the same colours.
    const bare = await sharp(wide, { ignoreIcc: true }).raw().toBuffer();
    expect(largestDifference({ ...four, data: bare }, four)).toBeGreaterThan(10);
    expect(largestDifference(await decodeImage(wide), four)).toBeLessThanOrEqual(2);
  });

  test.each(['jpeg', 'tiff'] as const)('CMYK %s becomes the colours that were printed', async (format) => {
    // Colours that printing inks reach, in areas that JPEG does not blur.
    const colours = rgb(170, 120, 100, 255, 255, 255, 200, 180, 160, 90, 110, 130);
    const image = sharp(colours.data, { raw: { width: 4, height: 1, channels: 3 } }).resize(64, 16, {
      kernel: 'nearest',
      fit: 'fill',
    });
    const bytes = await image.toColourspace('cmyk').toFormat(format, { quality: 100 }).toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    const { data, width } = await decodeImage(bytes);
    const middles = [8, 24, 40, 56].flatMap((x) => [...data.subarray((8 * width + x) * 3, (8 * width + x) * 3 + 3)]);
    expect(largestDifference(rgb(...middles), colours)).toBeLessThanOrEqual(8);
  });

  test('every EXIF orientation is applied', async () => {
    const stored = randomPixels(3, 2);
    const at = (x: number, y: number) => stored.data.subarray((y * 3 + x) * 3, (y * 3 + x) * 3 + 3);
    // Where the upright image's column x and row y stand in the stored one (EXIF 2.3, tag 0x0112); W = 3, H = 2.
    const places: Record<number, (x: number, y: number) => [number, number]> = {
      1: (x, y) => [x, y],
      2: (x, y) => [2 - x, y],
      3: (x, y) => [2 - x, 1 - y],
      4: (x, y) => [x, 1 - y],
      5: (x, y) => [y, x],
      6: (x, y) => [y, 1 - x],
      7: (x, y) => [2 - y, 1 - x],
      8: (x, y) => [2 - y, x],
    };
    for (const [orientation, place] of Object.entries(places)) {
      const raw = { raw: { width: 3, height: 2, channels: 3 } } as const;
      const bytes = await sharp(stored.data, raw)
        .withMetadata({ orientation: Number(orientation) })
        .png()
        .toBuffer();
      const { data, width, height } = await decodeImage(bytes);
      expect([width, height]).toEqual(Number(orientation) < 5 ? [3, 2] : [2, 3]);
      const upright = Array.from({ length: 6 }, (_, i) => at(...place(i % width, Math.floor(i / width))));
      expect([orientation, ...data]).toEqual([orientation, ...upright.flatMap((pixel) => [...pixel])]);
    }
  });

  test('of an animation the first frame is taken', async () => {
    const frames = [four, rgb(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)];
    const files = await Promise.all(frames.map((frame) => makeImage(frame, 'png')));
    const gif = await sharp(files, { join: { animated: true } })
      .gif({ dither: 0 })
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(2);
    expect(await decodeImage(gif)).toEqual(four);
  });
});

describe('decodeImage refuses', () => {
  test.each(FORMATS)('a truncated %s wherever it is cut, or reads all of it', async (format) => {
    const bytes = await makeImage(randomPixels(24, 24), format);
    const whole = await decodeImage(bytes);
    let refused = 0;
    for (let length = 1; length < bytes.length; length += Math.ceil(bytes.length / 60)) {
      try {
        expect(await decodeImage(bytes.subarray(0, length))).toEqual(whole);
      } catch (error) {
        expect((error as Error).message).toMatch(
          /^Expected a whole image in the image, got damaged or foreign data \(.*\)/,
        );
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(55);
  });

  test('what is no image, by name and in one line', async () => {
    await withTempFolder(async (folder) => {
      const path = join(folder, 'x.png');
      const messageOf = async (content: string | Uint8Array) => {
        await writeFile(path, content);
        return (await decodeImage(path).catch((error) => error)).message;
      };
      expect(await messageOf('')).toBe(`Expected an image in ${path}, got 0 bytes. Replace or remove it.`);
      expect(await messageOf('no image')).toContain(`Expected a whole image in ${path}, got damaged or foreign data (`);
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>';
      expect(await messageOf(svg)).toBe(
        `Expected one of PNG, JPEG, WebP, TIFF, AVIF, GIF in ${path}, got svg. Convert or remove it.`,
      );
      expect(await messageOf((await makeImage(four, 'jpeg')).subarray(0, 300))).not.toContain('\n');
    });
  });

  test('more than 50 million pixels, before it decodes them', async () => {
    const header = { width: 10_000, height: 5_001, depth: 8, colourType: 2 } as const;
    await expect(decodeImage(makePng(header, [[0, 0, 0]]))).rejects.toThrow(
      'Expected at most 50 million pixels in the image, got 10000x5001. Make it smaller.',
    );
  });

  test.each([
    [4_000_000, 1],
    [1, 65_536],
  ])('a side of more than 65,535 pixels: %dx%d', async (width, height) => {
    const header = { width, height, depth: 1, colourType: 0 } as const;
    await expect(decodeImage(makePng(header, [[0]]))).rejects.toThrow(
      `Expected sides of at most 65535 pixels in the image, got ${width}x${height}. Make it smaller.`,
    );
  });

  test('a path without a file, and a folder', async () => {
    await withTempFolder(async (folder) => {
      const missing = join(folder, 'missing.png');
      await expect(decodeImage(missing)).rejects.toThrow(`Could not read ${missing}: there is no such file.`);
      await mkdir(join(folder, 'folder.png'));
      await expect(decodeImage(join(folder, 'folder.png'))).rejects.toThrow('it is a folder');
    });
  });
});

test('without sharp the error says how to get it', async () => {
  const missing: string = 'sharp-is-not-installed-here';
  await expect(importSharp(() => import(missing))).rejects.toThrow(
    /^Expected the package sharp, which reads image files, got ".*sharp-is-not-installed-here.*"\. Install it: npm install sharp@0\.35$/,
  );
});
