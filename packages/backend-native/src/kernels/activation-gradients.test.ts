import { expect, test } from '@jest/globals';
import { engine, type Tensor, tensor1d } from '@tensorflow/tfjs-core';

const [dys, xs] = [
  [1, 2, 3, 4, -5],
  [-2, -0, 0, 1e-30, 7],
];
const run = (name: string, inputs: Record<string, Tensor>, attributes = {}) => {
  const [dx] = [engine().runKernel(name, inputs, attributes)].flat() as unknown as [Tensor];
  return [...dx.dataSync()];
};

test('LeakyReluGrad takes the slope alpha below zero and at it', () => {
  const dx = run('LeakyReluGrad', { dy: tensor1d(dys), x: tensor1d(xs) }, { alpha: 0.25 });
  expect(dx).toEqual([0.25, 0.5, 0.75, 4, -5]);
});

test('ReluGrad lets through where the output is above zero', () => {
  expect(run('ReluGrad', { dy: tensor1d(dys), y: tensor1d([0, 0, 0, 1e-30, 7]) })).toEqual([0, 0, 0, 4, -5]);
});

test('a gradient of another shape is refused', () => {
  expect(() => run('ReluGrad', { dy: tensor1d(dys), y: tensor1d([1]) })).toThrow(
    'Expected ReluGrad to be given float32 tensors dy and y of the same shape, got dy float32 [5], y float32 [1].',
  );
});
