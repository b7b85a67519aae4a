import { beforeAll } from '@jest/globals';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core, which no bundle of tfjs-core does itself
import '@tensorflow/tfjs-backend-cpu';

beforeAll(async () => {
  await setBackend('cpu');
  // Its first tensor in Node prints the advice to install tfjs-node, once a test file: here the plain engine is the point.
  Object.assign(backend(), { firstUse: false });
});
