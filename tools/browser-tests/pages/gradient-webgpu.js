// A program as a user of the package writes it, in JavaScript, so that a bundler needs no loader for it.
import { warmUp, webgpuAdapter } from '@pix2pix-ts/backend-webgpu';
import { conv2d, grad, ones, range, reshape, setBackend, sum, tile } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients

globalThis.answer = async () => {
  await setBackend('webgpu');
  const rows = tile(reshape(range(0, 64, 1, 'float32'), [1, 64, 1, 1]), [1, 1, 64, 3]); // each value is its row's number
  const gradientAt = grad((filter) => sum(conv2d(rows, filter, 2, 'valid')));
  let shaders = 0;
  await warmUp(
    () => gradientAt(ones([4, 4, 3, 16])),
    (_, total) => {
      shaders = total;
    },
  );
  const gradient = await gradientAt(ones([4, 4, 3, 16])).data();
  return { adapter: webgpuAdapter(), shaders, gradient: Array.from(gradient) };
};
