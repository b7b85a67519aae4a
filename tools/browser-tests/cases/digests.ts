import { instanceNorm } from '@pix2pix-ts/ops';
import {
  add,
  concat,
  conv2d,
  dispose,
  grads,
  leakyRelu,
  matMul,
  mean,
  mul,
  sum,
  type Tensor,
  type Tensor4D,
  tanh,
  tensor,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { numbers } from './numbers.ts';

/** Kernels on sizes at which every thread gets a part, none of them a multiple of anything. */
const cases: Record<string, () => Tensor[]> = {
  'a convolution with stride 2 and its gradients': () => convolution([2, 33, 31, 19], [4, 4, 19, 37], 2),
  'a convolution of tiles and its gradients': () => convolution([2, 67, 65, 24], [4, 4, 24, 40], 2),
  'a convolution of tiles of tiles and its gradients': () => convolution([1, 33, 31, 96], [4, 4, 96, 96], 1),
  'a convolution of few pixels and its gradients': () => convolution([1, 2, 2, 131], [4, 4, 131, 67], 2),
  'a convolution to three channels and its gradients': () => convolution([1, 41, 43, 24], [3, 3, 24, 3], 1),
  'matrix products, transposed and not': () => [
    matMul(filled([130, 71], 1), filled([71, 93], 2)),
    matMul(filled([71, 130], 3), filled([93, 71], 4), true, true),
  ],
  'instance norm and its gradient': () => {
    const [x, dy] = [filled([2, 67, 65, 18], 5) as Tensor4D, filled([2, 67, 65, 18], 6)];
    return [instanceNorm(x), ...grads((input: Tensor) => instanceNorm(input as Tensor4D))([x], dy)];
  },
  'value by value': () => {
    const [x, y] = [filled([3, 101, 99, 7], 7), filled([3, 101, 99, 7], 8)];
    return [add(x, y), mul(x, y), leakyRelu(x), tanh(x), concat([x, y], 3), transpose(x, [0, 3, 1, 2])];
  },
  sums: () => {
    const x = filled([3, 101, 99, 7], 9);
    return [sum(x), mean(x, [1, 2]), sum(x, [0, 1, 2])];
  },
};

/** SHA-256 of every case's results on the current engine: two are the same only where every bit is. */
export async function kernelDigests(): Promise<Record<string, string[]>> {
  const digests: Record<string, string[]> = {};
  for (const [name, run] of Object.entries(cases)) {
    const tensors = tidy(run);
    digests[name] = await Promise.all(tensors.map(async (each) => digestOf((await each.data()) as Float32Array)));
    dispose(tensors);
  }
  return digests;
}

async function digestOf(values: Float32Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new Float32Array(values)); // no shared memory
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The convolution, and the gradients in its image and its filter. */
function convolution(shape: number[], filterShape: number[], stride: number): Tensor[] {
  const inputs = [filled(shape, 10), filled(filterShape, 11)];
  const run = (x: Tensor, filter: Tensor) => conv2d(x as Tensor4D, filter as Tensor4D, stride, 'same');
  const y = run(...(inputs as [Tensor, Tensor]));
  return [y, ...grads(run)(inputs, filled(y.shape, 12))];
}

function filled(shape: number[], seed: number): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(numbers(size, seed), shape);
}
