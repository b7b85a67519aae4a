import { expect, test } from '@jest/globals';
import { split, tensor } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { runKernel, someValues, type Values } from '../testing/run-kernel.ts';

async function partsOn(backend: 'cpu' | 'webgpu', x: Values, attrs: object) {
  const parts = await runKernel(backend, 'SplitV', { x }, attrs);
  return parts.map(({ shape, values }) => [shape, ...values]);
}

test('SplitV gives the parts that the cpu backend gives, along any axis', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 9 });
  const around = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(around, sizes, around, async (before, numOrSizeSplits, after) => {
      const along = numOrSizeSplits.reduce((a, b) => a + b, 0);
      const x = someValues([...before, along, ...after], 1);
      const attrs = { numOrSizeSplits, axis: before.length };
      const [ours, theirs] = [await partsOn('webgpu', x, attrs), await partsOn('cpu', x, attrs)];
      expect(ours).toEqual(theirs);
    }),
    { numRuns: 60, seed: 1 },
  );
});

test('equal parts are counted, the axis from the end, and integers stay integers', async () => {
  const parts = split(tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 4], 'int32'), 2, -1);
  expect(await Promise.all(parts.map(async (part) => [part.dtype, ...(await part.data())]))).toEqual([
    ['int32', 1, 2, 5, 6],
    ['int32', 3, 4, 7, 8],
  ]);
});
