import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runKernel, someValues, type Values, worstError } from '../testing/run-kernel.ts';

async function expectSums(shape: number[], seed: number): Promise<void> {
  const dy = someValues(shape, seed);
  const channels = shape.at(-1) as number;
  const expected = new Float64Array(channels);
  dy.values.forEach((value, i) => {
    (expected[i % channels] as number) += value;
  });
  const [dBias] = (await runKernel('webgpu', 'BiasGrad', { dy })) as [Values];
  expect(dBias.shape).toEqual([channels]);
  const rows = Math.max(1, dy.values.length / Math.max(channels, 1)); // whose sum is of the size of its root
  expect(worstError(dBias.values, expected, Math.sqrt(rows))).toBeLessThan(1e-6);
}

test('BiasGrad is the sum over all but the last axis, for any shape', async () => {
  const size = fc.integer({ min: 0, max: 9 });
  const shape = fc.tuple(fc.array(size, { maxLength: 3 }), fc.integer({ min: 0, max: 70 }));
  await fc.assert(
    fc.asyncProperty(shape, fc.nat(1000), async ([before, channels], seed) => expectSums([...before, channels], seed)),
    { numRuns: 40, seed: 1 },
  );
});

test.each([[[2, 33, 65, 3]], [[3, 40, 40, 36]]])('many rows are added in pieces: %j', async (shape) => {
  await expectSums(shape, 5);
});

test('what is not finite shows in its own channel', async () => {
  const dy = someValues([2, 3, 4], 1);
  dy.values[5] = Number.NaN;
  dy.values[10] = Number.POSITIVE_INFINITY;
  const [dBias] = (await runKernel('webgpu', 'BiasGrad', { dy })) as [Values];
  expect([dBias.values[1], dBias.values[2]]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  expect(Number.isFinite((dBias.values[0] as number) + (dBias.values[3] as number))).toBe(true);
});
