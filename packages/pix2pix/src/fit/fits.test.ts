import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { crop, type PictureRows, type Pixels, resize } from '@pix2pix-ts/data';
import { noise } from '@pix2pix-ts/testing/noise';
import { smallModelFile } from '@pix2pix-ts/testing-models';
import { memory } from '@tensorflow/tfjs-core';
import { FITS, loadTranslator, overWhite, type TileProgress } from '../index.ts';
import { pointwiseTranslator } from '../testing/pointwise-translator.ts';
import { sampleImage } from '../testing/sample-image.ts';
import type { PixelTranslator } from '../translator.ts';

let [mixing, identity, ofOneSize, unet]: PixelTranslator[] = [];
const of = (translator: PixelTranslator | undefined) => translator as PixelTranslator;

beforeAll(async () => {
  mixing = pointwiseTranslator();
  identity = pointwiseTranslator({ identity: true });
  ofOneSize = pointwiseTranslator({ identity: true, anySize: false });
  unet = await loadTranslator(await smallModelFile());
});

afterAll(() => {
  for (const translator of [mixing, identity, ofOneSize, unet]) of(translator).dispose();
});

const SIZES = [
  [50, 21],
  [16, 16],
  [7, 61],
  [33, 100],
  [1, 1],
] as const;

describe('of a model whose output does not depend on its surroundings', () => {
  test.each(SIZES)('a picture of %ix%i gives the same bytes tiled and whole', async (width, height) => {
    const picture = noise(width, height);
    const whole = await of(mixing).translate(picture, { fit: 'tile', tile: 100 });
    expect(whole).toMatchObject({ width, height });
    expect(new Set(whole.data).size).toBeGreaterThan(1);
    for (const tile of [undefined, 3, 9, 16])
      expect(await of(mixing).translate(picture, { fit: 'tile', tile })).toEqual(whole);
  });

  test('tiles of an architecture that takes no other size give them too, also where the picture is smaller', async () => {
    for (const [width, height] of SIZES) {
      const picture = noise(width, height);
      const { data } = await of(ofOneSize).translate(picture, { fit: 'tile' });
      expect(overWhite({ data, width, height }).data).toEqual(Uint8ClampedArray.from(picture.data));
    }
  });

  test('rows come from top to bottom, each once, and are asked for a band at a time', async () => {
    const picture = noise(40, 90);
    const asked: number[] = [];
    const rows: PictureRows = {
      width: 40,
      height: 90,
      async read(top, count) {
        asked.push(count);
        return picture.data.slice(top * 120, (top + count) * 120);
      },
    };
    const parts: number[] = [];
    for await (const part of of(identity).translateRows(rows, { tile: 20 })) parts.push(...part.data);
    expect(parts).toEqual([...picture.data]);
    expect(Math.max(...asked)).toBe(20);
    expect(asked).toHaveLength(6); // 20 + 5 (20 - 5) >= 90
  });
});

describe('fit', () => {
  test("'crop' translates the middle part of the model's form, and gives that part alone", async () => {
    for (const [width, height, side] of [
      [16, 40, 16],
      [40, 16, 16],
    ] as const) {
      const picture = noise(width, height);
      const middle = crop(picture, (width - side) / 2, (height - side) / 2, side, side);
      const cropped = await of(identity).translate(picture, { fit: 'crop' });
      expect(cropped).toMatchObject({ width: side, height: side });
      expect([...overWhite(cropped).data]).toEqual([...middle.data]);
    }
    expect(await of(identity).translate(noise(31, 70), { fit: 'crop' })).toMatchObject({ width: 31, height: 31 });
  });

  test("'pad' resizes a picture in its own form and cuts off what was added", async () => {
    const picture = noise(64, 32);
    const padded = await of(identity).translate(picture, { fit: 'pad' });
    expect([...overWhite(padded).data]).toEqual([...resize(resize(picture, 16, 8), 64, 32).data]);
  });

  test("'pad' continues the edges", async () => {
    const seen: Pixels[] = [];
    const { fits } = await import('./fits.ts');
    const translate = async (picture: Pixels) => {
      seen.push(picture);
      return picture;
    };
    await fits.pad(noise(8, 2), { width: 4, height: 4, others: undefined, translate });
    const [padded] = seen as [Pixels];
    const rows = [0, 1, 2, 3].map((y) => [...padded.data.subarray(12 * y, 12 * (y + 1))]);
    expect(rows).toEqual(Array(4).fill([...resize(noise(8, 2), 4, 1).data]));
  });

  test.each(['pad', 'crop', 'tile'] as const)(
    "'%s' gives the generator's picture where nothing is to fit",
    async (fit) => {
      const image = sampleImage(32, 32);
      expect(await of(unet).translate(image, { fit, tile: fit === 'tile' ? 32 : undefined })).toEqual(
        await of(unet).translate(image),
      );
    },
  );

  test.each(FITS)(
    "'%s' takes pictures of every form, RGBA, dropout and batches, and leaves nothing behind",
    async (fit) => {
      const before = memory().numTensors;
      const images = [sampleImage(70, 9, 4), sampleImage(3, 80)];
      const batch = await of(unet).translateBatch(images, { fit, dropout: 3 });
      for (const [i, image] of images.entries()) {
        const side = Math.min(image.width, image.height);
        const [width, height] = fit === 'crop' ? [side, side] : [image.width, image.height];
        expect(batch[i]).toMatchObject({ width, height });
        expect(await of(unet).translate(image, { fit, dropout: 3 })).toEqual(batch[i]);
      }
      expect(memory().numTensors).toBe(before);
    },
  );
});

describe('tiles', () => {
  test('are counted from the first to the last', async () => {
    const told: TileProgress[] = [];
    await of(unet).translate(sampleImage(100, 40), {
      fit: 'tile',
      tile: 32,
      onProgress: (progress) => told.push(progress),
    });
    // 32 + 3 x 24 >= 100 and 32 + 24 >= 40
    expect(told).toEqual(Array.from({ length: 9 }, (_, done) => ({ done, total: 8 })));
  });

  test('stop with the reason of the signal, and the translator goes on', async () => {
    const controller = new AbortController();
    const before = memory().numTensors;
    let last = 0;
    const stopped = of(unet).translate(sampleImage(100, 100), {
      fit: 'tile',
      tile: 32,
      signal: controller.signal,
      onProgress({ done }) {
        last = done;
        if (done === 2) controller.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect([last, memory().numTensors]).toEqual([2, before]);
    const aborted = AbortSignal.abort(new Error('before it began'));
    await expect(of(unet).translate(sampleImage(9, 9), { signal: aborted })).rejects.toThrow('before it began');
    expect(await of(unet).translate(sampleImage(9, 9), { fit: 'tile' })).toMatchObject({ width: 9 });
  });

  test('stop for a timer, too, on an engine that computes at once', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 1);
    const { signal } = controller;
    await expect(of(unet).translate(sampleImage(1000, 1000), { fit: 'tile', tile: 32, signal })).rejects.toThrow(
      'enough',
    );
    const many = Array.from({ length: 500 }, () => sampleImage(9, 9));
    const next = new AbortController();
    setTimeout(() => next.abort(new Error('enough of these')), 1);
    const stopped = of(unet).translateBatch(many, { fit: 'pad', signal: next.signal });
    await expect(stopped).rejects.toThrow('enough of these');
  });

  test.each([0, -32, 16, 48, 33.5, Number.NaN])('of %p pixels are refused by a U-Net of 32', async (tile) => {
    const line = `Expected tiles whose side this model takes, a multiple of 32, got ${tile}. Use 32 or 64, for example.`;
    await expect(of(unet).translate(sampleImage(9, 9), { fit: 'tile', tile })).rejects.toThrow(new RangeError(line));
    const rows = of(unet).translateRows({ width: 9, height: 9, read: async () => new Uint8Array(243) }, { tile });
    await expect(rows.next()).rejects.toThrow(line);
  });

  test('of another size are refused where the architecture has only its own', async () => {
    await expect(of(ofOneSize).translate(sampleImage(9, 9), { fit: 'tile', tile: 32 })).rejects.toThrow(
      'Expected no size of tiles for a model that only takes 16 pixels, got 32. Leave it out.',
    );
  });

  test('and unknown ways of fitting are refused where they do not belong', async () => {
    await expect(of(unet).translate(sampleImage(9, 9), { fit: 'zoom' as never })).rejects.toThrow(
      "Expected fit to be one of stretch, pad, crop, tile, got 'zoom'. Use one of these.",
    );
    await expect(of(unet).translate(sampleImage(9, 9), { fit: 'pad', tile: 32 })).rejects.toThrow(
      "Expected the size of a tile with fit 'tile', got it with 'pad'. Leave one of them out.",
    );
  });

  test.each([
    [0, 5],
    [-3, 5],
    [5, 2.5],
  ])('of rows are refused for a picture of %px%p', async (width, height) => {
    const rows = of(unet).translateRows({ width, height, read: async () => new Uint8Array(0) });
    await expect(rows.next()).rejects.toThrow(
      `Expected positive integers as width and height, got ${width}x${height}.`,
    );
  });
});
