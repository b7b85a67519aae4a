import { expect, test } from '@jest/globals';
import { lossChart, PLOT, roundTicks } from './loss-chart.ts';
import type { LossPoint } from './loss-points.ts';

const points: LossPoint[] = [10, 20, 30, 40].map((step) => ({
  step,
  generator: 9,
  discriminator: 0.5,
  l1: step / 100,
}));

test.each([
  [0.4, [0, 0.1, 0.2, 0.3, 0.4]],
  [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [2.3, [0, 1, 2, 3]],
  [600, [0, 200, 400, 600]],
  [7, [0, 2, 4, 6, 8]],
])('up to %d an axis has few and round numbers', (most, ticks) => {
  expect(roundTicks(most)).toEqual(ticks);
});

test('the numbers of an axis are even, few, and none of them is far above the largest value', () => {
  for (let most = 1e-4; most < 1e5; most *= 1.37) {
    const ticks = roundTicks(most);
    expect(ticks.length).toBeGreaterThanOrEqual(4);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-6));
    expect(ticks.at(-2)).toBeLessThan(most);
  }
});

test('a value is as high on the line as its number is at the axis, and a step as far right', () => {
  const { line, values, steps } = lossChart(points, 'l1');
  const places = line.split(' ').map((place) => place.split(',').map(Number));
  expect(places).toHaveLength(4);
  points.forEach(({ l1 }, i) => {
    const [x, y] = places[i] as [number, number];
    expect(y).toBeCloseTo(values.find(({ text }) => text === String(l1))?.at ?? 0, 1);
    expect(x).toBeCloseTo(steps.find(({ text }) => text === String(points[i]?.step))?.at ?? 0, 1);
  });
  expect(values[0]?.at).toBe(PLOT.top + PLOT.height); // 0 is at the bottom
  expect(steps[0]).toEqual({ at: PLOT.left, text: '0' });
});

test('a loss that is 0, and one that a point lacks, have a chart', () => {
  for (const loss of ['none', 'zero']) {
    const { line, values } = lossChart([{ step: 1, generator: 0, discriminator: 0, zero: 0 }], loss);
    expect(line).toBe(`${PLOT.left + PLOT.width}.0,${PLOT.top + PLOT.height}.0`);
    expect(values.every(({ at }) => Number.isFinite(at))).toBe(true);
  }
});
