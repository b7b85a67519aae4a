import { beforeAll } from '@jest/globals';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

beforeAll(async () => {
  await setBackend('cpu');
});
