import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import sharp from 'sharp';
import type { Pixels } from '../pixels.ts';
import { encodePngRows, type PngRowsOptions } from './png-rows.ts';

/** A picture's rows, so many at a time, always in the same array. */
async function* partsOf({ data, width, height }: Pixels, count: number): AsyncGenerator<Pixels> {
  const part = new Uint8Array(count * width * 3);
  for (let y = 0; y < height; y += count) {
    const rows = Math.min(count, height - y);
    part.set(data.subarray(y * width * 3, (y + rows) * width * 3));
    yield { data: part.subarray(0, rows * width * 3), width, height: rows };
  }
}

async function encode(pixels: Pixels, count: number, options?: PngRowsOptions): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of encodePngRows(partsOf(pixels, count), pixels, options)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function plane(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3).map(
    (_, i) => 3 * Math.floor((i % (width * 3)) / 3) + Math.floor(i / (width * 3)),
  );
  return { data, width, height };
}

describe('a PNG of rows', () => {
  test.each([
    ['noise', noise(61, 47)],
    ['a plane', plane(80, 33)],
    ['one colour', { data: new Uint8Array(90 * 40 * 3).fill(200), width: 90, height: 40 }],
    ['one pixel', noise(1, 1)],
    ['one column', noise(1, 300)],
  ])('is read by another program as what went in: %s', async (_, pixels) => {
    for (const count of [1, 7, pixels.height])
      for (const level of [undefined, 0, 9]) {
        const png = await encode(pixels, count, { level });
        const { data, info } = await sharp(png, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
        expect([info.width, info.height, info.channels]).toEqual([pixels.width, pixels.height, 3]);
        expect([...data]).toEqual([...pixels.data]);
      }
  });

  test('is the same file however many rows come at a time, and begins with a piece up to the end of its header', async () => {
    const pixels = noise(61, 47);
    expect(await encode(pixels, 1)).toEqual(await encode(pixels, 47));
    const { value } = await encodePngRows(partsOf(pixels, 9), pixels).next();
    expect(value).toHaveLength(8 + 12 + 13);
  });

  test('is much smaller than its bytes where neighbours are alike', async () => {
    const pixels = plane(300, 200);
    expect((await encode(pixels, 50)).length).toBeLessThan(pixels.data.length / 50);
  });

  test('ends its rows at once where nobody asks for more of it', async () => {
    let ended = false;
    async function* endless(): AsyncGenerator<Pixels> {
      try {
        for (;;) yield noise(200, 100);
      } finally {
        ended = true;
      }
    }
    for await (const piece of encodePngRows(endless(), { width: 200, height: 1e6 })) if (piece.length > 100) break;
    expect(ended).toBe(true);
  });

  test('lets the error of its rows through', async () => {
    async function* failing(): AsyncGenerator<Pixels> {
      yield noise(20, 10);
      throw new Error('enough');
    }
    const reading = async () => {
      for await (const _ of encodePngRows(failing(), { width: 20, height: 20 }));
    };
    await expect(reading()).rejects.toThrow('enough');
  });
});
