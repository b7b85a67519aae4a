import { expect, test } from '@jest/globals';
import { type LossPoint, lineOfLosses, lossNames, thinOut } from './loss-points.ts';

const points: LossPoint[] = [1, 2, 3, 4].map((step) => ({
  step,
  discriminator: 0.5,
  adversarial: step,
  charbonnier: 8 / step,
  generator: 9,
}));

test('a run shows the losses that it has, whatever they are called, but not the total', () => {
  expect(lossNames(points)).toEqual(['discriminator', 'adversarial', 'charbonnier']);
  expect(lossNames([])).toEqual([]);
});

test('a line goes from left to right, the largest value at the top', () => {
  expect(lineOfLosses(points, 'adversarial', { width: 40, height: 18 })).toBe('10.0,15.5 20.0,13.0 30.0,10.5 40.0,8.0');
});

test('many points are thinned out, the first and the last included', () => {
  expect(thinOut(points, 2).map(({ step }) => step)).toEqual([1, 4]);
  expect(thinOut(points, 9)).toEqual(points);
});
