import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import sharp from 'sharp';
import type { Pixels } from '../pixels.ts';
import { largestDifference } from '../testing/largest-difference.ts';
import { makeImage, makePng } from '../testing/make-files.ts';
import { decodeImage } from './decode-image.ts';
import { importSharp } from './load-sharp.ts';

const FORMATS = ['png', 'jpeg', 'webp', 'tiff', 'gif', 'avif'] as const;
const rgb = (...values: number[]): Pixels => ({ data: Uint8Array.from(values), width: values.length / 3, height: 1 });
const four = rgb(200, 100, 50, 0, 0, 0, 255, 255, 255, 10, 128, 250);
const valuesOf = async (bytes: Uint8Array) => [...(await decodeImage(bytes)).data];

describe('decodeImage', () => {
  test.each(FORMATS)('reads %s from bytes and from a file', async (format) => {
    await withFolder(async (folder) => {
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

  test('every colour under every transparency is the nearest value of that formula', async () => {
    const all = Array.from({ length: 256 }, (_, alpha) =>
      Array.from({ length: 256 }, (_, colour) => [colour, alpha]).flat(),
    );
    const png = makePng({ width: 256, height: 256, depth: 8, colourType: 4 }, all);
    const expected = all.flatMap((row) =>
      Array.from({ length: 3 * 256 }, (_, at) => {
        const [colour, alpha] = row.slice(2 * Math.floor(at / 3)) as [number, number];
        return Math.round((colour * alpha + 255 * (255 - alpha)) / 255);
      }),
    );
    expect(await valuesOf(png)).toEqual(expected);
  });

  test('an embedded profile is applied', async () => {
    const raw = { raw: { width: 4, height: 1, channels: 3 } } as const;
    const wide = await sharp(four.data, raw).withIccProfile('p3').png().toBuffer();
    // Without its profile the file holds other numbers for the same colours.
    const bare = await sharp(wide, { ignoreIcc: true }).raw().toBuffer();
    expect(largestDifference({ ...four, data: bare }, four)).toBeGreaterThan(10);
    expect(largestDifference(await decodeImage(wide), four)).toBeLessThanOrEqual(2);
  });

  test.each(['jpeg', 'tiff'] as const)(
    'CMYK %s with a profile becomes the colours that were printed',
    async (format) => {
      // Colours that printing inks reach, in areas that JPEG does not blur.
      const colours = rgb(170, 120, 100, 255, 255, 255, 200, 180, 160, 90, 110, 130);
      const image = sharp(colours.data, { raw: { width: 4, height: 1, channels: 3 } }).resize(64, 16, {
        kernel: 'nearest',
        fit: 'fill',
      });
      const bytes = await image.withIccProfile('cmyk').toFormat(format, { quality: 100 }).toBuffer();
      expect(await sharp(bytes).metadata()).toMatchObject({ space: 'cmyk', hasProfile: true });
      const { data, width } = await decodeImage(bytes);
      const middles = [8, 24, 40, 56].flatMap((x) => [...data.subarray((8 * width + x) * 3, (8 * width + x) * 3 + 3)]);
      // What LittleCMS makes of these inks by their profile, through Pillow's ImageCms.
      const printed = rgb(171, 114, 84, 255, 255, 255, 197, 181, 159, 81, 103, 123);
      expect(largestDifference(rgb(...middles), printed)).toBeLessThanOrEqual(3);
    },
  );

  test('every EXIF orientation is applied', async () => {
    const stored = noise(3, 2);
    const at = (x: number, y: number) => stored.data.subarray((y * 3 + x) * 3, (y * 3 + x) * 3 + 3);
    // Where the upright image's column x and row y are in the stored one (EXIF 2.3, tag 0x0112); W = 3, H = 2.
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

  test('the first frame of an animation is used', async () => {
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
    const bytes = await makeImage(noise(24, 24), format);
    const whole = await decodeImage(bytes);
    let refused = 0;
    for (let length = 1; length < bytes.length; length += Math.ceil(bytes.length / 60)) {
      try {
        expect(await decodeImage(bytes.subarray(0, length))).toEqual(whole);
      } catch (error) {
        expect((error as Error).message).toMatch(
          /^Expected a complete image in the image, got damaged or unknown data \(.*\)/,
        );
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(55);
  });

  test('what is not an image, by name and in one line', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'x.png');
      const messageOf = async (content: string | Uint8Array) => {
        await writeFile(path, content);
        return (await decodeImage(path).catch((error) => error)).message;
      };
      expect(await messageOf('')).toBe(`Expected an image in ${path}, got 0 bytes. Replace or remove it.`);
      expect(await messageOf('no image')).toContain(
        `Expected a complete image in ${path}, got damaged or unknown data (`,
      );
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>';
      expect(await messageOf(svg)).toBe(
        `Expected one of PNG, JPEG, WebP, TIFF, AVIF, GIF in ${path}, got SVG, which is not supported. Convert it to PNG.`,
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
    await withFolder(async (folder) => {
      const missing = join(folder, 'missing.png');
      await expect(decodeImage(missing)).rejects.toThrow(`Could not read ${missing}: there is no such file.`);
      await mkdir(join(folder, 'folder.png'));
      await expect(decodeImage(join(folder, 'folder.png'))).rejects.toThrow('it is a folder');
    });
  });
});

/** A little-endian TIFF of 2x1 pixels: tags as [tag, type, values], written in this order; TIFF 6.0, section 2. */
function makeTiff(tags: readonly (readonly [number, number, readonly number[]])[], samples: readonly number[]): Buffer {
  const data = 8 + 2 + 12 * (tags.length + 1) + 4;
  const directory = Buffer.alloc(data);
  directory.write('II*\0\x08\0\0\0', 'latin1');
  directory.writeUInt16LE(tags.length + 1, 8);
  let behind = Buffer.alloc(0);
  for (const [i, [tag, type, values]] of [...tags, [273, 4, [data]] as const].entries()) {
    const size = { 2: 1, 3: 2, 4: 4, 7: 1 }[type] as number;
    const bytes = Buffer.alloc(size * values.length);
    for (const [j, value] of values.entries()) bytes.writeUIntLE(value, j * size, size);
    const at = 10 + 12 * i;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (bytes.length <= 4) directory.set(bytes, at + 8);
    else directory.writeUInt32LE(data + samples.length + behind.length, at + 8);
    if (bytes.length > 4) behind = Buffer.concat([behind, bytes]);
  }
  return Buffer.concat([directory, Buffer.from(samples), behind]);
}

type Kind = {
  bits?: number;
  format?: number;
  photometric?: number;
  channels?: number;
  extra?: number[];
  text?: string;
  icc?: Buffer;
  counts?: boolean;
};

function tiffOf(
  { bits = 8, format = 1, photometric = 1, channels = 1, extra, text, icc, counts = true }: Kind,
  samples: number[],
) {
  const count = (2 * channels * bits) / 8;
  return makeTiff(
    [
      [256, 3, [2]],
      [257, 3, [1]],
      [258, 3, Array(channels).fill(bits)],
      [259, 3, [1]],
      [262, 3, [photometric]],
      ...(text === undefined ? [] : [[270, 2, [...Buffer.from(text)]] as const]),
      [277, 3, [channels]],
      [278, 3, [1]],
      ...(counts ? [[279, 4, [count]] as const] : []),
      ...(extra ? [[338, 3, extra] as const] : []),
      [339, 3, Array(channels).fill(format)],
      ...(icc ? [[34675, 7, [...icc]] as const] : []),
    ],
    samples,
  );
}

describe('of TIFF, decodeImage', () => {
  const colours = [1, 2, 3, 200, 100, 50];
  const rgbKind = { photometric: 2, channels: 3 } as const;

  test.each<[string, Kind, number[], number[]]>([
    ['RGB', rgbKind, colours, colours],
    ['gray that is 0 at white', { photometric: 0 }, [0, 55], [255, 255, 255, 200, 200, 200]],
    ['4 bits', { bits: 4 }, [0x0f], [0, 0, 0, 255, 255, 255]],
    [
      'RGB with a padding channel, as it is',
      { photometric: 2, channels: 4, extra: [0] },
      [1, 2, 3, 0, 200, 100, 50, 9],
      colours,
    ],
    [
      'RGB with transparency, over white',
      { photometric: 2, channels: 4, extra: [2] },
      [9, 9, 9, 0, 1, 2, 3, 255],
      [255, 255, 255, 1, 2, 3],
    ],
    [
      'inks without a profile as (1 - ink) (1 - black)',
      { photometric: 5, channels: 4 },
      [255, 0, 51, 0, 51, 0, 0, 127],
      [0, 255, 204, 102, 128, 128],
    ],
    [
      'inks of 16 bits without a profile likewise',
      { photometric: 5, channels: 4, bits: 16 },
      [255, 255, 0, 0, 51, 51, 0, 0, 51, 51, 0, 0, 0, 0, 127, 127],
      [0, 255, 204, 102, 128, 128],
    ],
    ['a text without its NUL', { ...rgbKind, text: 'no nul at its end' }, colours, colours],
    ['a directory without StripByteCounts', { ...rgbKind, counts: false }, colours, colours],
  ])('reads %s', async (_, kind, samples, expected) => {
    expect(await valuesOf(tiffOf(kind, samples))).toEqual(expected);
  });

  test('reads unsorted tags, and refuses a cut file that has them with the cause', async () => {
    const whole = tiffOf(rgbKind, colours);
    const count = whole.readUInt16LE(8);
    const entries = Array.from({ length: count }, (_, i) => Buffer.from(whole.subarray(10 + 12 * i, 22 + 12 * i)));
    for (const [i, entry] of entries.reverse().entries()) whole.set(entry, 10 + 12 * i);
    expect(await valuesOf(whole)).toEqual(colours);
    const offset = whole.indexOf(Buffer.from(colours));
    const cut = Buffer.concat([whole]);
    // The samples begin three bytes before the file's end.
    const entry = 10 + 12 * entries.findIndex((bytes) => bytes.readUInt16LE(0) === 273);
    cut.writeUInt32LE(whole.length - 3, entry + 8);
    expect(offset).toBeGreaterThan(0);
    await expect(valuesOf(cut)).rejects.toThrow(/got damaged or unknown data \(.*[Rr]ead error/);
  });

  test.each([
    ['LERC', 34887, 'LERC compression support is not configured'],
    ['JPEG 2000', 34712, 'Compression scheme 34712'],
  ])('says that compression with %s is not supported, and what to do', async (_, scheme, cause) => {
    const tiff = tiffOf(rgbKind, colours);
    tiff.writeUInt16LE(scheme, 10 + 3 * 12 + 8);
    await expect(decodeImage(tiff)).rejects.toThrow(
      new RegExp(`in the image, got a TIFF \\(.*${cause}.*\\), which is not supported\\. Convert it to PNG\\.$`),
    );
  });

  test.each<[string, Kind]>([
    ['floats of 16 bits', { bits: 16, format: 3 }],
    ['floats of 32 bits', { bits: 32, format: 3 }],
    ['floats of 64 bits', { bits: 64, format: 3 }],
    ['signed integers of 8 bits', { format: 2 }],
    ['signed integers of 16 bits', { bits: 16, format: 2 }],
    ['samples of 32 bits', { bits: 32 }],
    ['samples of 12 bits', { bits: 12 }],
    ['complex floats of 64 bits', { bits: 64, format: 6 }],
    ['colours in CIELab', { photometric: 8, channels: 3 }],
    ['YCbCr without JPEG compression', { photometric: 6, channels: 3 }],
    ['2 channels', { channels: 2 }],
    ['5 channels', { channels: 5 }],
    [
      'CMYK of 16 bits with a colour profile',
      { photometric: 5, channels: 4, bits: 16, icc: Buffer.from('CMYK'.padStart(20, '\0').padEnd(128, '\0')) },
    ],
    ['5 channels', { photometric: 2, channels: 5, extra: [2, 0] }],
  ])('refuses %s by name', async (found, kind) => {
    await expect(decodeImage(tiffOf(kind, Array(80).fill(1)))).rejects.toThrow(
      `in the image, got ${found}, which is not supported. Convert it to PNG.`,
    );
  });
});

describe('of JPEG, decodeImage', () => {
  test('reads a scan whose spectrum ends at 0, and bytes between segments, and refuses both cut', async () => {
    const jpeg = await makeImage(noise(24, 24), 'jpeg');
    const whole = await decodeImage(jpeg);
    const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
    const samsung = Buffer.from(jpeg);
    samsung[scan + jpeg.readUInt16BE(scan + 2)] = 0;
    expect(samsung.equals(jpeg)).toBe(false);
    const between = Buffer.concat([jpeg.subarray(0, scan), Buffer.from([0, 1, 2]), jpeg.subarray(scan)]);
    for (const odd of [samsung, between]) {
      expect(await decodeImage(odd)).toEqual(whole);
      await expect(decodeImage(odd.subarray(0, odd.length - 200))).rejects.toThrow('premature end of JPEG image');
    }
  });

  test('says that 12 bits are not supported, and what to do', async () => {
    const jpeg = await makeImage(four, 'jpeg');
    jpeg[jpeg.indexOf(Buffer.from([0xff, 0xc0])) + 4] = 12; // the precision in the frame's header
    await expect(decodeImage(jpeg)).rejects.toThrow(
      /got a JPEG \(.*data precision 12\), which is not supported\. Convert it to PNG\.$/,
    );
  });

  test('reads inks without a profile as (1 - ink) (1 - black)', async () => {
    const inks = tiffOf({ photometric: 5, channels: 4 }, [255, 0, 51, 127, 255, 0, 51, 127]);
    const jpeg = await sharp(inks, { failOn: 'none' })
      .pipelineColourspace('cmyk')
      .toColourspace('cmyk')
      .jpeg({ quality: 100 })
      .toBuffer();
    expect(await sharp(jpeg).metadata()).toMatchObject({ space: 'cmyk', hasProfile: false });
    expect((await valuesOf(jpeg)).slice(0, 3)).toEqual([0, 128, 102]);
  });

  test('reads what follows the end of any format as nothing', async () => {
    for (const format of FORMATS) {
      const bytes = await makeImage(noise(24, 24), format);
      expect(await decodeImage(Buffer.concat([bytes, Buffer.from('trailing garbage')]))).toEqual(
        await decodeImage(bytes),
      );
    }
  });
});

test.each([
  ['BMP', 'BM6\x30\0\0'],
  ['JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n'],
  ['JPEG 2000', '\xff\x4f\xff\x51\0\x2f'],
  ['JPEG XL', '\xff\x0a\xfa\x7f'],
  ["Apple's own PNG (CgBI)", '\x89PNG\r\n\x1a\n\0\0\0\x04CgBI\x50\0\x20\x06'],
  ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  ['HEIF', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic'],
  ['PDF', '%PDF-1.7\n'],
  ['Photoshop (PSD)', '8BPS\0\x01'],
  ['ICO', '\0\0\x01\0\x01\0'],
  ['OpenEXR', '\x76\x2f\x31\x01\x02'],
  ['TGA', `\0\0\x02${'\0'.repeat(9)}\x40\0\x30\0\x18\0data`],
  ['SVG', '<?xml version="1.0"?>\n<!-- a -->\n<svg width="4"/>'],
  ['PNM', 'P6\n2 1\n255\n'],
])('decodeImage says that a file of %s is not supported, and what to do', async (format, start) => {
  const bytes = Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(40)]);
  await expect(decodeImage(bytes)).rejects.toThrow(
    `Expected one of PNG, JPEG, WebP, TIFF, AVIF, GIF in the image, got ${format}, which is not supported. Convert it to PNG.`,
  );
});

test('without sharp the error says how to get it', async () => {
  const missing: string = 'sharp-is-not-installed-here';
  await expect(importSharp(() => import(missing))).rejects.toThrow(
    /^Expected the package sharp, which reads image files, got ".*sharp-is-not-installed-here.*"\. Install it: npm install sharp@0\.35$/,
  );
});
