import { afterAll, beforeAll, expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { type ImageLike, loadTranslator, type Translator } from '@pix2pix-ts/pix2pix';
import { smallModelFile } from '@pix2pix-ts/testing-models';
import { setBackend } from '@tensorflow/tfjs-core';
import { createBatcher } from './batcher.ts';

let translator: Translator;
beforeAll(async () => {
  await setBackend('wasm');
  translator = await loadTranslator(await smallModelFile());
});
afterAll(() => translator.dispose());

/** A batcher of three images, and the sizes of the batches that it has made. */
function counted() {
  const sizes: number[] = [];
  const translateBatch: Translator['translateBatch'] = (images, ...rest) => {
    sizes.push(images.length);
    return translator.translateBatch(images, ...rest);
  };
  return { translate: createBatcher({ translateBatch }, 3), sizes };
}

function plain(width: number): ImageLike {
  return { data: new Uint8ClampedArray(width * 20 * 4).fill(200), width, height: 20 };
}

test('images that wait together become batches of at most so many, and each gets its own answer', async () => {
  const { translate, sizes } = counted();
  const widths = [11, 12, 13, 14, 15, 16, 17];
  const translated = await Promise.all(widths.map((width) => translate(plain(width))));
  expect(translated.map(({ width }) => width)).toEqual(widths);
  expect(sizes).toEqual([3, 3, 1]);
});

test('images that come while a batch is translated are the next one', async () => {
  const { translate, sizes } = counted();
  const first = translate(plain(11));
  while (sizes.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([first, translate(plain(12)), translate(plain(13))]);
  expect(sizes).toEqual([1, 2]);
});

test('a batch that fails is reported to everyone in it, and the next one is translated', async () => {
  const { translate } = counted();
  const wrong = { data: new Uint8ClampedArray(5), width: 20, height: 20 };
  const settled = await Promise.allSettled([translate(wrong), translate(plain(11))]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect((await translate(plain(12))).width).toBe(12);
});
