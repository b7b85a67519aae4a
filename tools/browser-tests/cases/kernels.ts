import { instanceNorm } from '@pix2pix-ts/ops';
import { conv2d, dispose, grads, matMul, type Tensor, type Tensor4D, tensor, tidy } from '@tensorflow/tfjs-core';
import { numbers } from './numbers.ts';

/** What training needs of an engine, on sizes that are not a multiple of a tile; each gives its results in order. */
const cases: Record<string, () => Tensor[]> = {
  'a convolution with stride 2 and its gradients': () => convolution([2, 17, 14, 5], [4, 4, 5, 13], 2),
  'a convolution of tiles and its gradients': () => convolution([4, 21, 23, 48], [4, 4, 48, 64], 2),
  'a convolution of few pixels and its gradients': () => convolution([1, 2, 2, 37], [4, 4, 37, 19], 2),
  'a convolution with stride 1 and its gradients': () => convolution([1, 11, 9, 3], [3, 3, 3, 12], 1),
  'matrix products, transposed and not': () => [
    matMul(filled([3, 19, 33], 1), filled([3, 33, 10], 2)),
    matMul(filled([33, 19], 3), filled([10, 33], 4), true, true),
  ],
  'instance norm and its gradient': () => {
    const [x, dy] = [filled([2, 9, 7, 6], 5) as Tensor4D, filled([2, 9, 7, 6], 6)];
    return [instanceNorm(x), ...grads((input: Tensor) => instanceNorm(input as Tensor4D))([x], dy)];
  },
};

/** The results of every case on the current engine. */
export async function kernelResults(): Promise<Record<string, number[][]>> {
  const results: Record<string, number[][]> = {};
  for (const [name, run] of Object.entries(cases)) {
    const tensors = tidy(run);
    results[name] = await Promise.all(tensors.map(async (each) => Array.from(await each.data())));
    dispose(tensors);
  }
  return results;
}

/** The convolution, and the gradients in its image and its filter. */
function convolution(shape: number[], filterShape: number[], stride: number): Tensor[] {
  const inputs = [filled(shape, 7), filled(filterShape, 8)];
  const run = (x: Tensor, filter: Tensor) => conv2d(x as Tensor4D, filter as Tensor4D, stride, 'same');
  const y = run(...(inputs as [Tensor, Tensor]));
  return [y, ...grads(run)(inputs, filled(y.shape, 9))];
}

function filled(shape: number[], seed: number): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(numbers(size, seed), shape);
}
