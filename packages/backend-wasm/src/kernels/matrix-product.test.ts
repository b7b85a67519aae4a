import { describe, expect, test } from '@jest/globals';
import { matMul, tensor } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { firstDifference } from '../testing/floats.ts';
import { runKernel, wholeNumbers } from '../testing/run-kernel.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

const side = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(4, 8, 97, 130));

const products = fc.record({
  rows: side,
  columns: side,
  depth: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(256, 300)),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  /** The batches of a and b: equal, or one of them a single matrix. */
  batches: fc.constantFrom<[number[], number[]]>([[1], [1]], [[3], [3]], [[1], [4]], [[2], [1]]),
  seed: fc.nat(),
});

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('BatchMatMul is what the cpu backend computes, in all four transpose cases', async () => {
    await fc.assert(
      fc.asyncProperty(products, async ({ rows, columns, depth, transposeA, transposeB, batches, seed }) => {
        const a = [...batches[0], ...(transposeA ? [depth, rows] : [rows, depth])];
        const b = [...batches[1], ...(transposeB ? [columns, depth] : [depth, columns])];
        const inputs = { a: wholeNumbers(a, seed), b: wholeNumbers(b, seed + 1) };
        const attrs = { transposeA, transposeB };
        const expected = await runKernel('cpu', 'BatchMatMul', inputs, attrs);
        expect(await runKernel(variant, 'BatchMatMul', inputs, attrs)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  // A block has 96 rows, 512 columns and 256 terms.
  test.each([
    [5, 530, 260],
    [100, 600, 10],
    [530, 9, 520],
    [3, 1100, 70],
    [2, 20, 257],
    [1, 531, 522],
  ])('BatchMatMul beyond one block: %d rows, %d columns, %d terms', async (rows, columns, depth) => {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]) {
      const a = wholeNumbers(transposeA ? [1, depth, rows] : [1, rows, depth], 1);
      const b = wholeNumbers(transposeB ? [1, columns, depth] : [1, depth, columns], 2);
      const attrs = { transposeA, transposeB };
      const expected = await runKernel('cpu', 'BatchMatMul', { a, b }, attrs);
      const actual = await runKernel(variant, 'BatchMatMul', { a, b }, attrs);
      expect(actual.shape).toEqual(expected.shape);
      expect(firstDifference(actual.values, expected.values)).toBeUndefined();
    }
  });

  test('a product leaves the results of those before it as they were', async () => {
    await useVariant(variant);
    const a = (rows: number) => tensor(wholeNumbers([1, rows, 70], rows).values, [1, rows, 70]);
    const b = tensor(wholeNumbers([1, 50, 70], 9).values, [1, 50, 70]);
    const product = (rows: number) => matMul(a(rows), b, false, true);
    const results = [7, 4, 3, 2, 1].map((rows) => {
      const result = product(rows);
      return { result, values: result.dataSync() };
    });
    for (const { result, values } of results) expect(firstDifference(result.dataSync(), values)).toBeUndefined();
  });
});
