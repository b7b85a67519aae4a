import { expect, test } from '@jest/globals';
import { type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { clipGradients } from './clip-gradients.ts';

// Of length 13 together: 3, 4 and 12.
const gradients = () => ({ a: tensor1d([3, -4]), b: tensor2d([[12], [0]]) });
const valuesOf = (tensors: Record<string, Tensor>) =>
  Object.values(tensors).flatMap((tensor) => [...tensor.dataSync()]);

test('gradients keep their direction and get the norm that is allowed, over all of them, as by clip_grad_norm_', () => {
  const factor = 6.5 / (13 + 1e-6);
  expect(valuesOf(clipGradients(gradients(), 6.5))).toEqual([3, -4, 12, 0].map((v) => expect.closeTo(v * factor, 5)));
});

test('shorter ones stay as they are, and all do where nothing is asked for', () => {
  expect(valuesOf(clipGradients(gradients(), 14))).toEqual([3, -4, 12, 0]);
  const own = gradients();
  expect(clipGradients(own, null)).toBe(own);
});
