import { expect, test } from '@jest/globals';
import { randomStream } from '@pix2pix-ts/random';
import { grad, mean, memory, mul, ones, sum, type Tensor, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { dropout, dropoutMask } from './index.ts';

test('dropout zeroes what the mask drops and scales the rest by 1 / (1 - rate)', () => {
  const y = dropout(tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), tensor4d([1, 0, 0, 1], [1, 2, 2, 1]), 0.75);
  expect([...y.dataSync()]).toEqual([4, 0, 0, 16]);
});

test('the gradient of dropout passes what the mask keeps, by the same factor, and nothing is left behind', () => {
  const [x, mask] = [tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), tensor4d([1, 0, 0, 1], [1, 2, 2, 1])];
  const before = memory().numTensors;
  const slope = grad((t: Tensor) =>
    sum(
      mul(dropout(t as Tensor4D, mask, 0.75), [
        [
          [[2], [3]],
          [[5], [7]],
        ],
      ]),
    ),
  )(x);
  expect([...slope.dataSync()]).toEqual([8, 0, 0, 28]);
  slope.dispose();
  expect(memory().numTensors).toBe(before);
});

test('a mask drops about its rate, keeping the mean of the values', () => {
  const shape: [number, number, number, number] = [2, 32, 32, 16];
  const average = mean(dropout(ones(shape), dropoutMask(shape, 0.3, 0, 1, 'down4'), 0.3)).dataSync()[0] as number;
  expect(Math.abs(average - 1)).toBeLessThan(0.02);
});

test('an image draws the same mask wherever it stands in a batch, and another one at another place', () => {
  const both = dropoutMask([2, 4, 4, 8], 0.5, 6, 1, 'down4').dataSync();
  const second = dropoutMask([1, 4, 4, 8], 0.5, 7, 1, 'down4').dataSync();
  expect([...both.slice(128)]).toEqual([...second]);
  expect([...both.slice(0, 128)]).not.toEqual([...second]);
});

test.each([0, 0.3, 0.5, 0.999])(
  "every value of a mask is decided by one draw of its image's stream (rate %d)",
  (rate) => {
    const mask = dropoutMask([5, 3, 7, 9], rate, 2, 1, 'dropout', 40, 'up2').dataSync();
    const expected = [2, 3, 4, 5, 6].flatMap((place) => {
      const { uniform } = randomStream(1, 'dropout', 40, 'up2', place);
      return Array.from({ length: 3 * 7 * 9 }, () => (uniform() < rate ? 0 : 1));
    });
    expect([...mask]).toEqual(expected);
  },
);
