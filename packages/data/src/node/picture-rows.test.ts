import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import sharp, { type Sharp } from 'sharp';
import type { PictureRows } from '../picture-rows.ts';
import { makePng } from '../testing/make-files.ts';
import { decodeImage } from './decode-image.ts';
import { withPictureRows } from './picture-rows.ts';

const WIDTH = 37;
const HEIGHT = 23;

/** A picture with transparency in places. */
function picture(): Sharp {
  const { data } = noise(WIDTH, HEIGHT);
  const rgba = Buffer.alloc(WIDTH * HEIGHT * 4).map((_, i) =>
    i % 4 === 3 ? (i * 7) % 256 : (data[Math.floor(i / 4) * 3 + (i % 4)] as number),
  );
  return sharp(rgba, { raw: { width: WIDTH, height: HEIGHT, channels: 4 } });
}

const opaque = () => picture().removeAlpha();

const FILES: Record<string, () => Sharp> = {
  'rgba.png': () => picture().png(),
  'rgb.png': () => opaque().png(),
  'grey.png': () => opaque().toColourspace('b-w').png(),
  'palette.png': () => opaque().png({ palette: true, colours: 16 }),
  'interlaced.png': () => opaque().png({ progressive: true }),
  '16 bits.png': () => picture().toColourspace('rgb16').png(),
  '16 bits, a profile.png': () => opaque().toColourspace('rgb16').withIccProfile('p3').png(),
  'grey of 16 bits.png': () => opaque().toColourspace('grey16').png(),
  'a profile.png': () => opaque().withIccProfile('p3').png(),
  'plain.jpg': () => opaque().jpeg(),
  'progressive.jpg': () => opaque().jpeg({ progressive: true }),
  'turned.jpg': () => opaque().withMetadata({ orientation: 6 }).jpeg(),
  'mirrored.jpg': () => opaque().withMetadata({ orientation: 5 }).jpeg(),
  'inks.jpg': () => opaque().toColourspace('cmyk').jpeg(),
  'inks with a profile.jpg': () => opaque().withIccProfile('cmyk').jpeg(),
  'one.webp': () => picture().webp(),
  'lossless.webp': () => picture().webp({ lossless: true }),
  'one.tif': () => picture().tiff({ compression: 'lzw' }),
  '16 bits.tif': () => opaque().toColourspace('rgb16').tiff({ compression: 'deflate' }),
  'inks.tif': () => opaque().toColourspace('cmyk').tiff({ compression: 'none' }),
  'one.avif': () => opaque().avif(),
  'one.gif': () => picture().gif(),
  'options[1]': () => opaque().png(),
};

/** The rows from three places, a few at a time. */
async function rowByRow({ width, height, read }: PictureRows) {
  const data = Buffer.alloc(width * height * 3);
  const parts = [
    [height - 5, 5],
    [0, 1],
    [1, height - 6],
  ] as const;
  for (const [top, count] of parts) data.set(await read(top, count), top * width * 3);
  return { data: new Uint8Array(data), width, height };
}

describe('the rows of a file', () => {
  test.each(Object.keys(FILES))(
    'are those of the decoded picture, and nothing is left next to it: %s',
    async (name) => {
      await withFolder(async (folder) => {
        const path = join(folder, name);
        await writeFile(path, await (FILES[name] as () => Sharp)().toBuffer());
        const rows = await withPictureRows(path, { scratchNextTo: path }, rowByRow);
        const whole = await decodeImage(path);
        expect(rows).toEqual({ ...whole, data: Uint8Array.from(whole.data) });
        expect(await readdir(folder)).toEqual([name]);
      });
    },
  );

  test('are there until the work is done, whose error goes through', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'a.png');
      await opaque().toFile(path);
      const failing = withPictureRows(path, { scratchNextTo: path }, async () => {
        expect((await readdir(folder)).filter((name) => name.startsWith('.a.png.partial-'))).toHaveLength(1);
        throw new Error('enough');
      });
      await expect(failing).rejects.toThrow('enough');
      expect(await readdir(folder)).toEqual(['a.png']);
    });
  });

  test('of a picture of 12 bits in 16 are reported', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'dark.png');
      const samples = Uint16Array.from({ length: 64 }, (_, i) => 60 * i);
      await sharp(samples, { raw: { width: 8, height: 8, channels: 1 } })
        .toColourspace('grey16')
        .png()
        .toFile(path);
      const notes: string[] = [];
      await withPictureRows(path, { scratchNextTo: path, onNote: (line) => notes.push(line) }, async () => {});
      expect(notes).toEqual([expect.stringContaining('is above 3780 of 65535')]);
    });
  });

  test.each([
    ['a file that is not there', undefined, /^Could not read .*x\.png: there is no such file\./],
    ['an empty file', new Uint8Array(0), /^Expected an image in .*x\.png, got 0 bytes\. Replace or remove it\.$/],
    ['text', Buffer.from('no image'), /^Expected a complete image in .*x\.png, got damaged or unknown data \(/],
    ['BMP', Buffer.from('BM0000000000000000'), /got BMP, which is not supported\. Convert it to PNG\.$/],
    [
      'more than 1000 million pixels',
      makePng({ width: 50_000, height: 20_001, depth: 8, colourType: 2 }, [[0, 0, 0]]),
      /^Expected at most 1000 million pixels in .*x\.png, got 50000x20001\. Make it smaller\.$/,
    ],
    [
      'a side of more than 200,000 pixels',
      makePng({ width: 200_001, height: 1, depth: 8, colourType: 2 }, [[0, 0, 0]]),
      /^Expected sides of at most 200000 pixels in .*x\.png, got 200001x1\. Make it smaller\.$/,
    ],
  ])('are refused in one line for %s', async (_, bytes, line) => {
    await withFolder(async (folder) => {
      const path = join(folder, 'x.png');
      if (bytes) await writeFile(path, bytes);
      const before = await readdir(folder);
      await expect(withPictureRows(path, { scratchNextTo: path }, rowByRow)).rejects.toMatchObject({
        name: 'DataError',
        message: expect.stringMatching(line),
      });
      expect(await readdir(folder)).toEqual(before);
    });
  });

  test('are refused where the file ends too early, before any of them is given', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'cut.png');
      const bytes = await opaque().png().toBuffer();
      await writeFile(path, bytes.subarray(0, -100));
      const never = () => Promise.reject(new Error('was called'));
      await expect(withPictureRows(path, { scratchNextTo: path }, never)).rejects.toThrow('Expected a complete image');
      expect(await readdir(folder)).toEqual(['cut.png']);
    });
  });
});
