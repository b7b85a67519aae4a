import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import type { Raster } from '../../pixels.ts';
import { makeImage, makePng, makeTiff, type TiffPage } from '../../testing/make-files.ts';
import { decodeImage } from '../decode-image.ts';
import { openPairs } from '../open-pairs.ts';
import { decodeStored } from './decode-stored.ts';
import { encodeStored } from './encode-stored.ts';

const bytesOf = (count: number) => Uint8Array.from({ length: count }, (_, i) => (37 * i) % 256);
const deepOf = (count: number) => Uint16Array.from({ length: count }, (_, i) => (12_345 * i + 7) % 65_536);
/** The two bytes of each value, the higher one first, as PNG has them. */
const bigEndian = (values: Uint16Array) => [...values].flatMap((value) => [value >> 8, value & 255]);
const page = (values: TiffPage['values'], channels: 1 | 3 | 4 = 1): TiffPage => ({
  width: 3,
  height: 2,
  channels,
  values,
});
const picture = (data: Raster['data']): Raster => ({ data, width: 3, height: 2 });
const kinds = [
  [1, 8],
  [3, 8],
  [4, 8],
  [1, 16],
  [3, 16],
  [4, 16],
] as const;
const some = (channels: number, depth: 8 | 16) => (depth === 8 ? bytesOf(6 * channels) : deepOf(6 * channels));

/** An array of NumPy, written by the definition of its format. */
function makeNpy(
  descr: string,
  shape: string,
  values: Uint8Array | Uint16Array | Float32Array | Float64Array,
  order = 'False',
) {
  const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`.padEnd(117);
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
  return Buffer.concat([head, Buffer.from(`${header}\n`), Buffer.from(values.buffer)]);
}

describe('pictures as they are stored', () => {
  test.each(kinds)('keep %d channels of %d bits of a TIFF', async (channels, depth) => {
    const values = some(channels, depth);
    expect(await decodeStored(makeTiff([page(values, channels)]))).toEqual(picture(values));
  });

  test.each([
    ['grey', 0, 1],
    ['grey and alpha', 4, 2],
    ['colours', 2, 3],
    ['colours and alpha', 6, 4],
  ] as const)('keep the %s of a PNG, in 8 and 16 bits', async (_, colourType, channels) => {
    for (const depth of [8, 16] as const) {
      const values = some(channels, depth);
      const row = (y: number) => values.subarray(3 * channels * y, 3 * channels * (y + 1));
      const rows = [0, 1].map((y) => (depth === 8 ? [...row(y)] : bigEndian(row(y) as Uint16Array)));
      const png = makePng({ width: 3, height: 2, depth, colourType }, rows);
      expect(await decodeStored(png)).toEqual(picture(values));
    }
  });

  test.each(kinds)('are written and read again: %d channels of %d bits', async (channels, depth) => {
    const values = some(channels, depth);
    for (const name of ['a.png', 'a.tif', 'a.npy'])
      expect([name, await decodeStored(await encodeStored(picture(values), name))]).toEqual([name, picture(values)]);
  });

  test('are no others in formats that cannot hold them', async () => {
    await expect(encodeStored(picture(bytesOf(12)), 'a.png')).rejects.toThrow(
      'Expected 1, 3 or 4 channels of 8 or 16 bits for a.png, got 2 of 8. Give it a name that ends in .npy.',
    );
    await expect(encodeStored(picture(bytesOf(6)), 'a.jpg')).rejects.toThrow(
      'Expected a name that ends in one of .png,',
    );
    const floats = picture(Float32Array.from({ length: 30 }, (_, i) => i / 29));
    expect(await decodeStored(await encodeStored(floats, 'a.npy'))).toEqual(floats);
  });

  test('are the pages of a TIFF, one by one or as channels', async () => {
    const pages = [deepOf(6), deepOf(6).reverse(), deepOf(6).fill(9)];
    const tiff = makeTiff(pages.map((values) => page(values)));
    expect(await decodeStored(tiff)).toEqual(picture(pages[0] as Uint16Array));
    expect(await decodeStored(tiff, { pages: 2 })).toEqual(picture(pages[2] as Uint16Array));
    const joined = await decodeStored(tiff, { pages: 'channels' });
    expect([...joined.data]).toEqual([0, 1, 2, 3, 4, 5].flatMap((i) => pages.map((values) => values[i])));
    tiff.writeUInt32LE(tiff.readUInt32LE(4), tiff.length - 4); // a circle of directories ends
    expect((await decodeStored(tiff, { pages: 'channels' })).data).toEqual(joined.data);
  });

  test('are colours of 8 bits where a file has inks or frames', async () => {
    const gif = await makeImage(noise(3, 2), 'gif');
    expect(await decodeStored(gif)).toEqual(await decodeImage(gif));
    const still = await makeImage(noise(8, 8), 'avif');
    const moving = Buffer.from(still);
    moving.write('avis', 8); // the brand of one that moves, whose first frame is a still too
    expect(await decodeStored(moving)).toEqual(await decodeStored(still));
  });
});

describe('an array of NumPy', () => {
  test.each([
    ['|u1', bytesOf(12), bytesOf(12)],
    ['<u2', deepOf(12), deepOf(12)],
    ['<f4', Float32Array.from({ length: 12 }, (_, i) => i / 11), Float32Array.from({ length: 12 }, (_, i) => i / 11)],
    ['<f8', Float64Array.from({ length: 12 }, (_, i) => i / 11), Float32Array.from({ length: 12 }, (_, i) => i / 11)],
  ] as const)('of type %s is a picture', async (descr, values, expected) => {
    expect(await decodeStored(makeNpy(descr, '(2, 3, 2)', values))).toEqual(picture(expected));
    expect(await decodeStored(makeNpy(descr, '(4, 3)', values))).toEqual({ data: expected, width: 3, height: 4 });
  });

  test.each([
    ['<i4', '(2, 3)', 'False', 'got one of type <i4. Convert it with NumPy.'],
    ['|u1', '(6,)', 'False', 'got one of shape (6)'],
    ['|u1', '(1, 2, 3, 1)', 'False', 'got one of shape (1, 2, 3, 1)'],
    ['|u1', '(0, 6)', 'False', 'got one of shape (0, 6)'],
    ['|u1', '(2, 3)', 'True', 'got one in Fortran order'],
    ['|u1', '(2, 4)', 'False', 'Expected 8 bytes of values in the image, as its header says, got 6. Write it anew.'],
    ['|u1', '(99999, 99999)', 'False', 'Expected at most 50 million pixels'],
  ])('of type %s and shape %s is refused in one line', async (descr, shape, order, line) => {
    await expect(decodeStored(makeNpy(descr, shape, bytesOf(6), order))).rejects.toThrow(line);
  });

  test('of floats outside of 0 to 1, cut short, or where colours are wanted is refused in one line', async () => {
    const wild = Float32Array.of(0, 1, 0.5, Number.NaN, 0, 0);
    await expect(decodeStored(makeNpy('<f4', '(2, 3)', wild))).rejects.toThrow(
      'Expected floats from 0 to 1 in the image, got NaN. Scale them.',
    );
    const whole = makeNpy('|u1', '(2, 3)', bytesOf(6));
    for (const length of [6, 9, 11, 60])
      await expect(decodeStored(whole.subarray(0, length))).rejects.toThrow('got a file cut short. Write it anew.');
    await expect(decodeImage(whole)).rejects.toThrow(
      'Expected a picture in the image, got an array of NumPy. Read the pictures as they are stored: --channels stored.',
    );
  });
});

describe('pairs as they are stored', () => {
  /** A folder of these files. */
  function withFiles<T>(files: Record<string, Uint8Array | string>, use: (folder: string) => Promise<T>): Promise<T> {
    return withFolder(async (folder) => {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(join(folder, name, '..'), { recursive: true });
        await writeFile(join(folder, name), content);
      }
      return use(folder);
    });
  }
  const grey = (start: number) => makeTiff([page(bytesOf(6).map((value) => value + start))]);
  const deep = makeTiff([page(deepOf(18), 3)]);

  test.each(['train/', ''])('have several inputs in the place of A (%s)', async (split) => {
    const files = { [`${split}Sketch/7.tif`]: grey(0), [`${split}mask/7.tiff`]: grey(1), [`${split}B/7.tif`]: deep };
    await withFiles(files, async (folder) => {
      const pairs = await openPairs(folder, { split: split ? 'train' : 'all', stored: { inputs: ['sketch', 'mask'] } });
      expect([pairs.names, pairs.files[0]?.length]).toEqual([['7'], 3]);
      const { a, b } = await pairs.load(0);
      expect([...a.data.slice(0, 4)]).toEqual([0, 1, 37, 38]);
      expect(b).toEqual(picture(deepOf(18)));
    });
  });

  test('of which an input is missing are told, and so is a folder', async () => {
    const stored = { inputs: ['sketch', 'mask'] };
    const files = {
      'sketch/1.tif': grey(0),
      'sketch/2.tif': grey(0),
      'mask/1.tif': grey(1),
      'B/1.tif': deep,
      'B/2.tif': deep,
    };
    await withFiles(files, async (folder) => {
      const pairs = await openPairs(folder, { split: 'all', stored });
      await expect(pairs.load(1)).rejects.toThrow(
        `Expected an image named 2 in ${join(folder, 'mask')} to match ${join(folder, 'sketch/2.tif')}, got none. Add it, or remove`,
      );
    });
    await withFiles({ 'sketch/1.tif': grey(0), 'B/1.tif': deep }, (folder) =>
      expect(openPairs(folder, { split: 'all', stored })).rejects.toThrow(
        `Expected sketch/ and mask/ and B/ in ${folder}, got only sketch/, B/. Add mask/ with the other pictures.`,
      ),
    );
  });

  test('are in a list that names each input', async () => {
    const lines = [
      { sketch: 's.tif', mask: 'm.tif', target: 'b.tif' },
      { input: ['s.tif', 'm.tif'], target: 'b.tif' },
      { input: ['s.tif'], target: 'b.tif' },
    ];
    const list = lines.map((line) => JSON.stringify(line)).join('\n');
    const files = { 's.tif': grey(0), 'm.tif': grey(1), 'b.tif': deep, 'list.jsonl': list };
    await withFiles(files, async (folder) => {
      const stored = { inputs: ['sketch', 'mask'] };
      const pairs = await openPairs(join(folder, 'list.jsonl'), { split: 'all', stored });
      expect([...(await pairs.load(0)).a.data.slice(0, 4)]).toEqual([0, 1, 37, 38]);
      expect(await pairs.load(1)).toEqual(await pairs.load(0));
      await expect(pairs.load(2)).rejects.toThrow('Expected 2 pictures as "input", got 1. Change the line.');
    });
  });

  test('are the pages of two files, where they have as many', async () => {
    const pages = (count: number) => makeTiff(Array.from({ length: count }, (_, i) => page(bytesOf(6).fill(i))));
    const files = { 'A/x.tif': pages(3), 'B/x.tif': pages(3), 'A/y.tif': pages(2), 'B/y.tif': pages(1) };
    await withFiles(files, async (folder) => {
      const pairs = await openPairs(folder, { split: 'all', stored: { pages: 'pairs' } });
      expect(pairs.names).toEqual(['x/1', 'x/2', 'x/3', 'y']);
      expect(await pairs.load(2)).toEqual({ a: picture(bytesOf(6).fill(2)), b: picture(bytesOf(6).fill(2)) });
      await expect(pairs.load(3)).rejects.toThrow(
        'Expected as many pages in each picture of y, got 2 in A/y.tif, 1 in B/y.tif.',
      );
    });
  });
});
