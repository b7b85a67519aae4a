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
import { reflectPad } from './index.ts';

/** Which of `size` pixels is at a place of the padded row, from the definition: the edge is the mirror. */
function sourceOf(place: number, before: number, size: number): number {
  const at = Math.abs(place - before);
  return at < size ? at : 2 * (size - 1) - at;
}

describe.each([
  [1, 1, 2, 3],
  [3, 3, 5, 4],
  [2, 0, 3, 4],
  [0, 1, 2, 2],
])('an image padded by %i before and %i after, of %i x %i pixels', (before, after, height, width) => {
  const shape: [number, number, number, number] = [2, height, width, 3];
  const padded = [2, before + height + after, before + width + after, 3];
  const index = (b: number, y: number, x: number, c: number) => ((b * height + y) * width + x) * 3 + c;
  const sources: number[] = [];
  for (let b = 0; b < 2; b++)
    for (let y = 0; y < (padded[1] as number); y++)
      for (let x = 0; x < (padded[2] as number); x++)
        for (let c = 0; c < 3; c++) sources.push(index(b, sourceOf(y, before, height), sourceOf(x, before, width), c));

  test('has at each place the pixel that the mirror shows there', () => {
    const x = reshape(range(0, 2 * height * width * 3), shape) as Tensor4D;
    const y = reflectPad(x, before, after);
    expect(y.shape).toEqual(padded);
    expect([...y.dataSync()]).toEqual(sources);
  });

  test('has as a pixel’s gradient the sum of the gradients of all places that show it', () => {
    const flowing = sources.map((_, i) => ((i * 7) % 11) - 5);
    const expected = new Array(2 * height * width * 3).fill(0);
    sources.forEach((source, i) => {
      expected[source] += flowing[i] as number;
    });
    const x = reshape(range(0, 2 * height * width * 3), shape);
    const slope = grad((input: Tensor) =>
      sum(mul(reflectPad(input as Tensor4D, before, after), tensor(flowing, padded))),
    );
    expect([...slope(x).dataSync()]).toEqual(expected);
  });
});

test('refuses an image with less to mirror, and leaves nothing behind but its result', () => {
  const x = reshape(range(0, 9), [1, 3, 3, 1]) as Tensor4D;
  expect(() => reflectPad(x, 3)).toThrow(
    'Expected an image of more than 3 pixels a side to mirror 3 of them, got 3 x 3.',
  );
  const before = memory().numTensors;
  tidy(() => void reflectPad(x, 2));
  expect(memory().numTensors).toBe(before);
});
