import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runKernel, someValues, type Values, worstError } from '../testing/run-kernel.ts';

const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

function byFormula({ values }: Values, label: number, dy: number) {
  const losses = Array.from(values, (x) => softplus(label === 1 ? -x : x));
  const slopes = Array.from(values, (x) => (label === 1 ? -1 / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))));
  return {
    loss: losses.reduce((a, b) => a + b, 0) / values.length,
    dLogits: slopes.map((slope) => (slope * dy) / values.length),
  };
}

async function byKernel(logits: Values, label: number, slope: number) {
  const [loss] = (await runKernel('webgpu', 'BceWithLogits', { logits }, { label })) as [Values];
  const dy = { shape: [], values: Float32Array.of(slope) };
  const [dLogits] = (await runKernel('webgpu', 'BceWithLogitsGrad', { dy, logits }, { label })) as [Values];
  expect([loss.shape, dLogits.shape]).toEqual([[], logits.shape]);
  return { loss: loss.values[0] as number, dLogits: dLogits.values };
}

test('BceWithLogits and its gradient are their formulas, for any number of logits', async () => {
  const shape = fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 4 });
  const spread = fc.constantFrom(1, 10, 60);
  await fc.assert(
    fc.asyncProperty(shape, fc.nat(1000), spread, fc.constantFrom(0, 1), async (shape, seed, spread, label) => {
      const logits = { shape, values: someValues(shape, seed).values.map((x) => x * spread) };
      const [expected, actual] = [byFormula(logits, label, 0.3), await byKernel(logits, label, 0.3)];
      expect(worstError([actual.loss], [expected.loss])).toBeLessThan(2e-6);
      expect(worstError(actual.dLogits, expected.dLogits)).toBeLessThan(2e-6);
    }),
    { numRuns: 30, seed: 1 },
  );
});

test.each([0, 1])('values and slopes next to 0 keep their digits (label %d)', async (label) => {
  for (const size of [1, 12, 30, 80]) {
    const logits = { shape: [1], values: Float32Array.of(label === 1 ? size : -size) };
    const [expected, actual] = [byFormula(logits, label, 1), await byKernel(logits, label, 1)];
    expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThan(2e-5);
    expect(Math.abs((actual.dLogits[0] as number) / (expected.dLogits[0] as number) - 1)).toBeLessThan(2e-5);
  }
});

test('what is not finite shows in the loss and in its own slope', async () => {
  const { POSITIVE_INFINITY, NaN: nan } = Number;
  const logits = (...values: number[]) => ({ shape: [values.length], values: Float32Array.from(values) });
  const broken = await byKernel(logits(1, nan), 0, 1);
  expect([broken.loss, Number.isNaN(broken.dLogits[0]), broken.dLogits[1]]).toEqual([nan, false, nan]);
  const endless = await byKernel(logits(1, POSITIVE_INFINITY), 0, 1);
  expect([endless.loss, endless.dLogits[1]]).toEqual([POSITIVE_INFINITY, 0.5]);
});

test('the mean of no logits is not a number', async () => {
  const { loss } = await byKernel({ shape: [0, 3], values: new Float32Array(0) }, 1, 1);
  expect(loss).toBeNaN();
});
