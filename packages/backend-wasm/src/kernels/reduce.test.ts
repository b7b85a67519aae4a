import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { firstDifference, seededFloats } from '../testing/floats.ts';
import { runKernel } from '../testing/run-kernel.ts';
import { nameOf, variants } from '../testing/variants.ts';
import { planReduce } from './reduce.ts';

/** The cpu backend and ours both add in float64, in another order, and round once. */
const TOLERANCE = 1e-6;
/** The stock kernel, which takes axes that are not adjacent, adds in float32. */
const STOCK_TOLERANCE = 1e-5;

const sizeOf = (shape: number[]) => shape.reduce((a, b) => a * b, 1);

const cases = fc
  .array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 })
  .chain((shape) =>
    fc.tuple(fc.constant(shape), fc.subarray([...shape.keys()], { minLength: 1 }), fc.boolean(), fc.nat()),
  );

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  const expectSame = async (name: string, shape: number[], axis: number[], keepDims: boolean, seed: number) => {
    const inputs = { x: { shape, values: seededFloats(sizeOf(shape), seed) } };
    const expected = await runKernel('cpu', name, inputs, { axis, keepDims });
    const actual = await runKernel(variant, name, inputs, { axis, keepDims });
    expect(actual.shape).toEqual(expected.shape);
    const tolerance = planReduce(shape, axis) ? TOLERANCE : STOCK_TOLERANCE;
    const scale = Math.max(1, ...expected.values.map(Math.abs));
    actual.values.forEach((value, i) => {
      expect(Math.abs(value - (expected.values[i] as number)) / scale).toBeLessThan(tolerance);
    });
  };

  test.each(['Sum', 'Mean'])("%s is the cpu backend's, for any shape and axes", async (name) => {
    const property = fc.asyncProperty(cases, ([shape, axis, keepDims, seed]) =>
      expectSame(name, shape, axis, keepDims, seed),
    );
    await fc.assert(property, { numRuns: 50 });
  });

  test.each([
    [[100_003], [0]],
    [
      [1, 150, 150, 3],
      [0, 1, 2],
    ],
    [
      [2, 64, 40, 24],
      [1, 2],
    ],
    [[3, 40, 1000], [2]],
    [[4, 30_001], [0]],
  ])('the threads share the sums of %p over %p', async (shape, axis) => {
    await expectSame('Sum', shape, axis, false, 3);
    await expectSame('Mean', shape, axis, true, 4);
  });

  test('what is not finite stays in its own sum', async () => {
    const values = Float32Array.of(1, Number.NaN, 2, 3, 4, 5, Number.POSITIVE_INFINITY, 6, 7, 8);
    const byColumn = await runKernel(variant, 'Sum', { x: { shape: [2, 5], values } }, { axis: [0] });
    expect(firstDifference(byColumn.values, [6, Number.NaN, 8, 10, 12])).toBeUndefined();
    const byRow = await runKernel(variant, 'Sum', { x: { shape: [2, 5], values } }, { axis: [1] });
    expect(firstDifference(byRow.values, [Number.NaN, Number.POSITIVE_INFINITY])).toBeUndefined();
  });
});

test('the sums are the same to the bit on any number of threads, and exact where float32 would not be', async () => {
  const shape = [1, 200, 200, 3];
  const values = seededFloats(120_000, 1).map((value) => value + 1000);
  const results = [];
  for (const threads of [1, 2, 3])
    results.push(
      await runKernel({ threads, fma: true, shared: true }, 'Sum', { x: { shape, values } }, { axis: [0, 1, 2] }),
    );
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  const exact = [0, 1, 2].map((c) =>
    Math.fround(values.reduce((total, value, i) => (i % 3 === c ? total + value : total), 0)),
  );
  expect([...(results[0]?.values ?? [])]).toEqual(exact);
});

test('adjacent axes are reduced as one, others are left to the stock kernel', () => {
  expect(planReduce([2, 3, 4, 5], [1, 2])).toEqual({ images: 2, rows: 12, columns: 5 });
  expect(planReduce([2, 3, 4, 5], [2, 0, 1])).toEqual({ images: 1, rows: 24, columns: 5 });
  expect(planReduce([2, 1, 4, 5], [0, 2])).toEqual({ images: 1, rows: 8, columns: 5 });
  expect(planReduce([2, 3, 1], [2])).toEqual({ images: 6, rows: 1, columns: 1 });
  expect(planReduce([2, 3, 4, 5], [0, 2])).toBeUndefined();
  expect(planReduce([2, 0], [1])).toBeUndefined();
});
