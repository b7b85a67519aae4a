import { beforeAll } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';

beforeAll(async () => {
  await setBackend('wasm');
});
