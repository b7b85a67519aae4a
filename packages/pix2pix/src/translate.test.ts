import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseSafetensors, toTensors } from '@pix2pix-ts/checkpoint';
import { type Pixels, resize, spreadHints, toFloat, toPixels } from '@pix2pix-ts/data';
import { applyGenerator } from '@pix2pix-ts/models';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { dispose, memory, tensor4d } from '@tensorflow/tfjs-core';
import { withOwnColours } from './hints/own-colours.ts';
import { withAlpha } from './image.ts';
import { type ImageLike, loadTranslator, overWhite, type Translator } from './index.ts';
import { sampleImage } from './testing/sample-image.ts';

/** 8-bit values that one engine rounds up and another down. */
const ROUNDING = 1;

let translator: Translator;
let bytes: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  bytes = await smallModelFile();
  translator = await loadTranslator(bytes);
});

afterAll(() => translator.dispose());

/** What the network makes of an image of its own size, written down step by step. */
async function expectedOf(image: ImageLike): Promise<Uint8Array | Uint8ClampedArray> {
  const tensors = toTensors(parseSafetensors(bytes));
  const x = tensor4d(toFloat(overWhite(image)), [1, 32, 32, 3]);
  const y = applyGenerator(SMALL, tensors, x);
  const pixels = toPixels(await y.data(), 32, 32);
  dispose([x, y, ...Object.values(tensors)]);
  return pixels.data;
}

function colours({ data }: ImageLike): number[] {
  return [...data].filter((_, i) => i % 4 !== 3);
}

function farthest(left: ArrayLike<number>, right: ArrayLike<number>): number {
  return Array.from(left).reduce((most, value, i) => Math.max(most, Math.abs(value - (right[i] as number))), 0);
}

describe('translate', () => {
  test("gives the generator's picture, opaque", async () => {
    const image = sampleImage(32, 32);
    const translated = await translator.translate(image);
    expect(translated).toMatchObject({ width: 32, height: 32 });
    expect([...translated.data].filter((_, i) => i % 4 === 3)).toEqual(Array(32 * 32).fill(255));
    expect(farthest(colours(translated), await expectedOf(image))).toBeLessThanOrEqual(ROUNDING);
    expect(new Set(colours(translated)).size).toBeGreaterThan(20);
  });

  test("resizes an image to the model's size, and the result back", async () => {
    const image = sampleImage(50, 21);
    const translated = await translator.translate(image);
    const small = await translator.translate(resize(image, 32, 32));
    expect(translated).toMatchObject({ width: 50, height: 21 });
    expect(colours(translated)).toEqual([...resize(overWhite(small), 50, 21).data]);
  });

  test('fills what lines close in with the hints of a drawing, for a model that was trained so, and for no other', async () => {
    const data = new Uint8Array(32 * 32 * 3).fill(255);
    const paint = (x: number, y: number, colour: number[]) => data.set(colour, 3 * (32 * y + x));
    for (let i = 8; i < 24; i++)
      for (const [x, y] of [
        [i, 8],
        [i, 23],
        [8, i],
        [23, i],
      ])
        paint(x as number, y as number, [0, 0, 0]);
    for (const [x, y] of [
      [15, 15],
      [16, 15],
      [15, 16],
      [16, 16],
    ])
      paint(x as number, y as number, [220, 40, 30]);
    const drawing = { data, width: 32, height: 32 };
    const hinted = await loadTranslator(await smallModelFile(smallMetadata({ hints: 'spread' })));
    const { data: translated } = await hinted.translate(drawing);
    hinted.dispose();
    const plain = async (picture: Pixels) => overWhite(await translator.translate(picture));
    expect(translated).toEqual(withAlpha(await withOwnColours(spreadHints(drawing), plain)).data);
    expect(translated).not.toEqual((await translator.translate(drawing)).data);
  });

  test('takes RGBA as RGB over white', async () => {
    const { data } = await translator.translate(sampleImage(32, 32, 4));
    expect(data).toEqual((await translator.translate(sampleImage(32, 32, 3))).data);
  });

  test('translates many at once as one by one', async () => {
    const images = [sampleImage(32, 32), sampleImage(9, 40, 4)];
    const translated = await translator.translateBatch(images);
    expect(translated).toHaveLength(2);
    for (const [i, image] of images.entries()) {
      const alone = await translator.translate(image);
      expect(farthest(alone.data, translated[i]?.data ?? [])).toBeLessThanOrEqual(ROUNDING);
    }
    expect(await translator.translateBatch([])).toEqual([]);
  });

  test('gives the same pictures whether the engine compiles the model or not', async () => {
    const plain = await loadTranslator(bytes, { compile: false });
    for (let i = 0; i < 5; i++) {
      const image = sampleImage(32, 30 + i);
      expect((await translator.translate(image)).data).toEqual((await plain.translate(image)).data);
    }
    plain.dispose();
  });

  test("leaves nothing in the engine's memory", async () => {
    const before = memory().numTensors;
    for (let i = 0; i < 3; i++) await translator.translate(sampleImage(16, 16), { dropout: i });
    expect(memory().numTensors).toBe(before);
  });

  test('refuses an image whose values do not fit its size', async () => {
    await expect(translator.translate({ data: new Uint8Array(10), width: 2, height: 2 })).rejects.toThrow(
      'Expected 3 or 4 values for each of 2x2 pixels, got 10 in all. Pass RGB or RGBA.',
    );
    await expect(translator.translate({ data: new Uint8Array(0), width: 0, height: 0 })).rejects.toThrow(
      'positive integers as width and height, got 0x0',
    );
  });
});

describe('the values of an image', () => {
  const of = (data: unknown, width = 2, height = 2) => translator.translate({ data, width, height } as ImageLike);

  test.each([
    ['Float32Array', Float32Array.from({ length: 12 }, (_, i) => i / 12)],
    ['Float64Array', new Float64Array(12)],
    ['Uint16Array', new Uint16Array(12)],
    ['Int8Array', new Int8Array(12)],
    ['Array', Array(12).fill(0.5)],
    ['ArrayBuffer', new ArrayBuffer(12)],
    ['Undefined', undefined],
  ])('are refused in a %s, which are not 0 to 255 in 8 bits', async (kind, data) => {
    await expect(of(data)).rejects.toThrow(
      `Expected 8-bit values from 0 to 255 in a Uint8Array or Uint8ClampedArray, got ${kind}. Convert them: floats from 0 to 1 with Uint8ClampedArray.from(data, (value) => 255 * value).`,
    );
  });

  test('may lie in any array of bytes, also in part of a larger one or of another realm', async () => {
    const plain = await of(new Uint8Array(12).fill(77));
    for (const data of [
      Buffer.alloc(12, 77),
      new Uint8Array(20).fill(77).subarray(3, 15),
      structuredClone(new Uint8ClampedArray(12).fill(77)),
    ])
      expect(await of(data)).toEqual(plain);
  });

  test('may have their size in getters of a class, as an ImageData has', async () => {
    class Sized {
      readonly data = new Uint8ClampedArray(12).fill(77);
      get width() {
        return 2;
      }
      get height() {
        return 2;
      }
    }
    const made = await translator.translate(new Sized());
    expect(made).toEqual(await of(new Uint8ClampedArray(12).fill(77)));
  });

  test.each([
    [0, 2],
    [2.5, 2],
    [Number.NaN, 2],
    [-2, -2],
    [Number.POSITIVE_INFINITY, 1],
  ])('are refused with a size of %dx%d', async (width, height) => {
    await expect(of(new Uint8Array(12), width, height)).rejects.toThrow(
      `Expected positive integers as width and height, got ${width}x${height}.`,
    );
  });
});

describe('dropout', () => {
  const image = sampleImage(32, 32);

  test('gives another picture for another seed, and the same for the same', async () => {
    const [off, one, again, two] = [
      await translator.translate(image),
      await translator.translate(image, { dropout: 1 }),
      await translator.translate(image, { dropout: 1 }),
      await translator.translate(image, { dropout: 2 }),
    ];
    expect(one.data).toEqual(again.data);
    expect(farthest(one.data, two.data)).toBeGreaterThan(ROUNDING);
    expect(farthest(one.data, off.data)).toBeGreaterThan(ROUNDING);
  });

  test('is what the file says where nothing is asked for', async () => {
    const noisy = await loadTranslator(await smallModelFile(smallMetadata({ dropout: 'on' })));
    const off = await translator.translate(image);
    expect(farthest((await noisy.translate(image)).data, off.data)).toBeGreaterThan(ROUNDING);
    expect((await noisy.translate(image, { dropout: 'off' })).data).toEqual(off.data);
    noisy.dispose();
  });

  test('is the same noise for each image of a batch', async () => {
    const [first, second] = await translator.translateBatch([image, image], { dropout: 5 });
    expect(second).toEqual(first);
  });
});

describe('overWhite', () => {
  test('mixes colour and white by alpha', () => {
    // 255 + alpha * (colour - 255)
    const data = Uint8Array.of(10, 20, 30, 0, 10, 20, 30, 255, 0, 100, 255, 51);
    expect([...overWhite({ data, width: 3, height: 1 }).data]).toEqual([255, 255, 255, 10, 20, 30, 204, 224, 255]);
  });
});
