// A program as a user of the package writes it, in JavaScript, so that a bundler needs no loader for it.
import { setThreadsCount, wasmFeatures } from '@pix2pix-ts/backend-wasm';
import { conv2d, grad, ones, range, reshape, setBackend, sum, tile } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients

globalThis.answer = async () => {
  setThreadsCount(2);
  await setBackend('wasm');
  const rows = tile(reshape(range(0, 64, 1, 'float32'), [1, 64, 1, 1]), [1, 1, 64, 3]); // each value is its row's number
  const gradient = grad((filter) => sum(conv2d(rows, filter, 2, 'valid')))(ones([4, 4, 3, 16]));
  return { features: wasmFeatures(), gradient: Array.from(await gradient.data()) };
};
