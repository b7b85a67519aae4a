import { describe, expect, test } from '@jest/globals';
import {
  grad,
  memory,
  mul,
  range,
  reshape,
  sum,
  type Tensor,
  type Tensor4D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { averagePool } from './index.ts';

/** The places of a row or column that window `at` covers, from the definition. */
const covered = (at: number, size: number) =>
  [2 * at - 1, 2 * at, 2 * at + 1].filter((place) => place >= 0 && place < size);

describe.each([
  [4, 6],
  [5, 7],
  [1, 2],
])('an image of %i x %i pixels', (height, width) => {
  const [half, across] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const index = (b: number, y: number, x: number, c: number) => ((b * height + y) * width + x) * 3 + c;
  const windows: number[][] = [];
  for (let b = 0; b < 2; b++)
    for (let y = 0; y < half; y++)
      for (let x = 0; x < across; x++)
        for (let c = 0; c < 3; c++)
          windows.push(
            covered(y, height).flatMap((row) => covered(x, width).map((column) => index(b, row, column, c))),
          );
  const image = () => mul(0.01, reshape(range(0, 2 * height * width * 3), [2, height, width, 3])) as Tensor4D;

  test('is halved by the means of the pixels that there are', () => {
    const y = averagePool(image());
    expect(y.shape).toEqual([2, half, across, 3]);
    y.dataSync().forEach((value, i) => {
      const pixels = windows[i] as number[];
      expect(value).toBeCloseTo((0.01 * pixels.reduce((total, pixel) => total + pixel, 0)) / pixels.length, 4);
    });
  });

  test('has a gradient that shares each window’s out among its pixels', () => {
    const flowing = windows.map((_, i) => ((i * 7) % 11) - 5);
    const expected = new Array(2 * height * width * 3).fill(0);
    windows.forEach((pixels, i) => {
      for (const pixel of pixels) expected[pixel] += (flowing[i] as number) / pixels.length;
    });
    const slope = grad((x: Tensor) => sum(mul(averagePool(x as Tensor4D), tensor(flowing, [2, half, across, 3]))));
    slope(image())
      .dataSync()
      .forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i], 5);
      });
  });
});

test('leaves nothing behind but its result', () => {
  const x = reshape(range(0, 9), [1, 3, 3, 1]) as Tensor4D;
  const before = memory().numTensors;
  tidy(() => void averagePool(x));
  expect(memory().numTensors).toBe(before);
});
