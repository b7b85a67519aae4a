import { expect, test } from '@jest/globals';
import { grad, sum, type Tensor, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { leakyRelu, relu, tanh } from './index.ts';

const x = () => tensor4d([-2, -0.5, 0, 3], [1, 2, 2, 1]);
const close = (tensor: Tensor, expected: number[]) =>
  tensor.dataSync().forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 6);
  });

test('leakyRelu keeps a share of the negative values and of their gradient, also at zero', () => {
  close(leakyRelu(x()), [-0.4, -0.1, 0, 3]);
  close(grad((t: Tensor) => sum(leakyRelu(t as Tensor4D, 0.3)))(x()), [0.3, 0.3, 0.3, 1]);
  close(grad((t: Tensor) => sum(leakyRelu(t as Tensor4D, -0.3)))(x()), [-0.3, -0.3, -0.3, 1]);
});

test('relu drops the negative values and their gradient, also at zero', () => {
  close(relu(x()), [0, 0, 0, 3]);
  close(grad((t: Tensor) => sum(relu(t as Tensor4D)))(x()), [0, 0, 0, 1]);
});

test('tanh and its gradient are their formulas', () => {
  const values = [-2, -0.5, 0, 3];
  close(tanh(x()), values.map(Math.tanh));
  const slopes = values.map((value) => 1 - Math.tanh(value) ** 2);
  close(grad((t: Tensor) => sum(tanh(t as Tensor4D)))(x()), slopes);
});
