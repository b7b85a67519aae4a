import { expect, test } from '@jest/globals';
import { type LossPoint, lossNames, thinOut } from './loss-points.ts';

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

test('many points are thinned out, the first and the last included', () => {
  expect(thinOut(points, 2).map(({ step }) => step)).toEqual([1, 4]);
  expect(thinOut(points, 9)).toEqual(points);
});
