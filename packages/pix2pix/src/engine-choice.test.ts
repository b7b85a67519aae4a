import { expect, test } from '@jest/globals';
import { smallModelFile } from '@pix2pix-ts/testing-models';
import { engine, getBackend, removeBackend } from '@tensorflow/tfjs-core';
import { loadTranslator } from './index.ts';
import { sampleImage } from './testing/sample-image.ts';

test('an engine is picked only where TensorFlow.js has none, or where one is asked for', async () => {
  const bytes = await smallModelFile();
  const own = getBackend();
  // Whatever this machine has set up: on the other engines, nothing.
  if (own !== 'tensorflow') process.env.PIX2PIX_CACHE = '/nowhere';
  (await loadTranslator(bytes)).dispose();
  expect(getBackend()).toBe(own);

  let asked = 0;
  const picked = await loadTranslator(bytes, { engine: async () => asked++ });
  expect([asked, getBackend()]).toEqual([1, own]);
  picked.dispose();

  for (const name of Object.keys(engine().registryFactory)) removeBackend(name);
  const translator = await loadTranslator(bytes);
  // The first in Node: native where it is set up, else wasm, and the next one where that was removed for good.
  expect(getBackend()).toBe({ wasm: 'cpu', tensorflow: 'tensorflow' }[own] ?? 'wasm');
  expect(await translator.translate(sampleImage(8, 8))).toMatchObject({ width: 8, height: 8 });
  translator.dispose();
});
