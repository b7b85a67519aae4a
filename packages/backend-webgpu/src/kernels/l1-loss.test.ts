import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runKernel, someValues, type Values, worstError } from '../testing/run-kernel.ts';

async function byKernel(output: Values, target: Values, slope: number) {
  const [loss] = (await runKernel('webgpu', 'L1Loss', { output, target })) as [Values];
  const dy = { shape: [], values: Float32Array.of(slope) };
  const [dOutput] = (await runKernel('webgpu', 'L1LossGrad', { dy, output, target })) as [Values];
  expect([loss.shape, dOutput.shape]).toEqual([[], output.shape]);
  return { loss: loss.values[0] as number, dOutput: dOutput.values };
}

test('L1Loss and its gradient are their formulas, for any shape', async () => {
  const shape = fc.array(fc.integer({ min: 1, max: 11 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(shape, fc.nat(1000), async (shape, seed) => {
      const [output, target] = [someValues(shape, seed), someValues(shape, seed + 1)];
      output.values[0] = target.values[0] as number; // where they are equal, the slope is 0
      const away = Array.from(output.values, (value, i) => value - (target.values[i] as number));
      const { loss, dOutput } = await byKernel(output, target, 100);
      const mean = away.reduce((sum, each) => sum + Math.abs(each), 0) / away.length;
      expect(worstError([loss], [mean], 1)).toBeLessThan(1e-6);
      const slopes = away.map((each) => (Math.sign(each) * 100) / away.length);
      expect(worstError(dOutput, slopes)).toBeLessThan(1e-6);
    }),
    { numRuns: 30, seed: 1 },
  );
});

test('what is not finite shows in the loss and in its own slope', async () => {
  const target = { shape: [4], values: new Float32Array(4) };
  const broken = await byKernel({ shape: [4], values: Float32Array.of(1, Number.NaN, 0, -2) }, target, 4);
  expect([broken.loss, ...broken.dOutput]).toEqual([Number.NaN, 1, Number.NaN, 0, -1]);
  const endless = await byKernel({ shape: [4], values: Float32Array.of(1, -1 / 0, 0, 0) }, target, 4);
  expect([endless.loss, ...endless.dOutput]).toEqual([Number.POSITIVE_INFINITY, 1, -1, 0, 0]);
});

test('the mean of nothing is not a number', async () => {
  const nothing = { shape: [0, 3], values: new Float32Array(0) };
  expect((await byKernel(nothing, nothing, 1)).loss).toBeNaN();
});
