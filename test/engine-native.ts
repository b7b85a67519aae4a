import { beforeAll } from '@jest/globals';
import '@pix2pix-ts/backend-native';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core, which no bundle of tfjs-core does itself

beforeAll(async () => {
  await setBackend('tensorflow');
});
