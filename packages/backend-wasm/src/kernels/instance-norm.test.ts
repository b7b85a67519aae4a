import { describe, expect, test } from '@jest/globals';
import { engine, type Tensor, tensor } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { firstDifference, seededFloats } from '../testing/floats.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

/** Of values around 1; a float32 is rounded by 6e-8 of its size. */
const TOLERANCE = 1e-5;
const EPSILON = 1e-5;

type Shape = [images: number, height: number, width: number, channels: number];

/** y, inverseStd and the gradient by their formulas in float64. */
function byFormula(x: Float32Array, dy: Float32Array, [images, height, width, channels]: Shape) {
  const rows = height * width;
  const y = new Float64Array(x.length);
  const dx = new Float64Array(x.length);
  const inverseStd = new Float64Array(images * channels);
  for (let column = 0; column < images * channels; column++) {
    const first = Math.floor(column / channels) * rows * channels + (column % channels);
    const places = Array.from({ length: rows }, (_, row) => first + row * channels);
    const mean = (of: (place: number) => number) => places.reduce((sum, place) => sum + of(place), 0) / rows;
    const average = mean((place) => x[place] as number);
    const variance = mean((place) => ((x[place] as number) - average) ** 2);
    const scale = 1 / Math.sqrt(variance + EPSILON);
    inverseStd[column] = scale;
    for (const place of places) y[place] = ((x[place] as number) - average) * scale;
    const [meanDy, alongY] = [mean((i) => dy[i] as number), mean((i) => (dy[i] as number) * (y[i] as number))];
    for (const place of places) dx[place] = scale * ((dy[place] as number) - meanDy - (y[place] as number) * alongY);
  }
  return { y, inverseStd, dx };
}

function byKernel(x: Float32Array, dy: Float32Array, shape: Shape) {
  const outputs = engine().runKernel('InstanceNorm', { x: tensor(x, shape) }, { epsilon: EPSILON });
  const [y, inverseStd] = outputs as unknown as [Tensor, Tensor];
  const dx: Tensor = engine().runKernel('InstanceNormGrad', { dy: tensor(dy, shape), y, inverseStd });
  expect(inverseStd.shape).toEqual([shape[0], 1, 1, shape[3]]);
  return { y: y.dataSync(), inverseStd: inverseStd.dataSync(), dx: dx.dataSync() };
}

/** The largest distance, relative to the largest value where that is above 1. */
function distance(actual: ArrayLike<number>, expected: Float64Array): number {
  expect(actual.length).toBe(expected.length);
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  return expected.reduce((worst, value, i) => Math.max(worst, Math.abs((actual[i] as number) - value) / scale), 0);
}

function expectFormula(x: Float32Array, dy: Float32Array, shape: Shape): void {
  const [actual, expected] = [byKernel(x, dy, shape), byFormula(x, dy, shape)];
  expect(distance(actual.y, expected.y)).toBeLessThan(TOLERANCE);
  expect(distance(actual.inverseStd, expected.inverseStd)).toBeLessThan(TOLERANCE);
  expect(distance(actual.dx, expected.dx)).toBeLessThan(TOLERANCE);
}

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('InstanceNorm and its gradient are their formulas, for any size', async () => {
    await useVariant(variant);
    const size = fc.integer({ min: 1, max: 9 });
    const shape = fc.tuple(fc.integer({ min: 1, max: 3 }), size, size, fc.integer({ min: 1, max: 13 }));
    fc.assert(
      fc.property(shape, fc.nat(), fc.constantFrom(0, 5, -300), (shape, seed, shift) => {
        const length = shape.reduce((a, b) => a * b);
        const x = seededFloats(length, seed).map((value) => value + shift);
        expectFormula(x, seededFloats(length, seed + 1), shape);
      }),
      { numRuns: 50 },
    );
  });

  test('InstanceNorm and its gradient are their formulas where images are cut into chunks for threads', async () => {
    await useVariant(variant);
    for (const shape of [
      [2, 41, 33, 24],
      [1, 64, 64, 67],
      [3, 140, 120, 3],
    ] satisfies Shape[]) {
      const length = shape.reduce((a, b) => a * b);
      expectFormula(seededFloats(length, 1, 3), seededFloats(length, 2), shape);
    }
  });

  test('a constant channel becomes 0, and one that is not finite stays alone with it', async () => {
    await useVariant(variant);
    const x = Float32Array.of(1e6, 1, 2, 3, 4, 1e6, 2, Number.NaN, 5, 6, 1e6, 4, 0, Number.POSITIVE_INFINITY, 9);
    const { y, inverseStd } = byKernel(x, new Float32Array(15), [1, 3, 1, 5]);
    const column = (i: number) => [0, 5, 10].map((row) => y[row + i] as number);
    expect(column(0)).toEqual([0, 0, 0]);
    expect(inverseStd[0]).toBeCloseTo(Math.sqrt(1e5), 3);
    expect(column(2)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(column(3)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([...column(1), ...column(4)].every(Number.isFinite)).toBe(true);
  });
});

test('any number of threads gives the same bits', async () => {
  const shape: Shape = [2, 50, 50, 20];
  const [x, dy] = [seededFloats(100_000, 3), seededFloats(100_000, 4)];
  const results = [];
  for (const threads of [1, 2, 3]) {
    await useVariant({ threads, fma: true, shared: true });
    results.push(byKernel(x, dy, shape));
  }
  const [first, ...others] = results as [(typeof results)[number], ...typeof results];
  for (const other of others)
    for (const output of ['y', 'inverseStd', 'dx'] as const)
      expect(firstDifference(other[output], first[output])).toBeUndefined();
});
