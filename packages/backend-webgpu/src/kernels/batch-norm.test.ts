import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { normByFormula } from '../testing/norm-formula.ts';
import { runKernel, someValues, type Values, worstError } from '../testing/run-kernel.ts';

/** Of the largest value; a float32 is rounded by 6e-8 of its size, and so are its sums. */
const TOLERANCE = 5e-6;
const epsilon = 1e-5;

type Shape = [images: number, height: number, width: number, channels: number];

/** With an activation, that has this slope below zero, where `alpha` is given. */
async function expectFormula(
  shape: Shape,
  seed: number,
  { mean, tolerance = TOLERANCE, alpha }: { mean: number; tolerance?: number; alpha?: number | undefined },
): Promise<void> {
  const [images, height, width, channels] = shape;
  const [x, dy, scale, offset] = [shape, shape, [channels], [channels]].map((each, i) =>
    someValues(each, seed + i),
  ) as [Values, Values, Values, Values];
  x.values.forEach((value, i) => {
    x.values[i] = value + mean;
  });
  const expected = normByFormula({
    size: { images: 1, rows: images * height * width, channels },
    epsilon,
    x: x.values,
    dy: dy.values,
    scale: scale.values,
    offset: offset.values,
    ...(alpha !== undefined && { alpha }),
  });
  const name = alpha === undefined ? 'BatchNorm' : 'BatchNormActivation';
  const outputs = await runKernel('webgpu', name, { x, scale, offset }, { epsilon, alpha });
  const [y, average, inverseStd, saved] = outputs as [Values, Values, Values, Values];
  expect([y.shape, average.shape, inverseStd.shape]).toEqual([shape, [channels], [channels]]);
  expect(worstError(y.values, expected.y)).toBeLessThan(tolerance);
  expect(worstError(average.values, expected.mean)).toBeLessThan(tolerance);
  expect(worstError(inverseStd.values, expected.inverseStd)).toBeLessThan(tolerance);
  const inputs = { dy, x, ...(alpha === undefined ? { scale, mean: average, inverseStd } : { saved }) };
  const gradients = await runKernel('webgpu', `${name}Grad`, inputs, { alpha });
  const [dx, dScale, dOffset] = gradients as [Values, Values, Values];
  expect(worstError(dx.values, expected.dx, Math.max(...expected.inverseStd))).toBeLessThan(tolerance);
  expect(worstError(dScale.values, expected.dScale)).toBeLessThan(tolerance);
  expect(worstError(dOffset.values, expected.dOffset)).toBeLessThan(tolerance);
}

describe.each([
  ['one value at a time', fc.constantFrom(1, 3, 5, 33)],
  ['four values at a time', fc.constantFrom(4, 8, 36)],
])('%s', (_, channels) => {
  test('BatchNorm and its gradients are their formulas, for any size', async () => {
    const side = fc.integer({ min: 1, max: 9 });
    const shape = fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, channels);
    await fc.assert(
      fc.asyncProperty(shape, fc.nat(1000), async (shape, seed) =>
        expectFormula(shape, seed, { mean: 0.5, tolerance: 2e-5 }),
      ),
      { numRuns: 20, seed: 1 },
    );
  });

  test('so are they with an activation after the norm', async () => {
    const side = fc.integer({ min: 1, max: 9 });
    const shape = fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, channels);
    await fc.assert(
      fc.asyncProperty(shape, fc.nat(1000), fc.constantFrom(0, 0.2), async (shape, seed, alpha) =>
        expectFormula(shape, seed, { mean: 0.5, tolerance: 2e-5, alpha }),
      ),
      { numRuns: 20, seed: 2 },
    );
  });
});

test.each([
  [2, 32, 33, 3],
  [1, 61, 53, 36],
] satisfies Shape[])('batches that are cut into pieces come out the same: [%d, %d, %d, %d]', async (...shape) => {
  for (const alpha of [undefined, 0.2]) await expectFormula(shape, 1, { mean: 0.25, alpha });
  await expectFormula(shape, 2, { mean: 1000, tolerance: 5e-4 }); // float32 has 6e-5 between values there
});

test('an empty batch has an empty output, moments of nothing and gradients of zero', async () => {
  const x = { shape: [0, 4, 4, 2], values: new Float32Array(0) };
  const scale = { shape: [2], values: Float32Array.of(1, 2) };
  const [y, mean, inverseStd] = (await runKernel('webgpu', 'BatchNorm', { x, scale, offset: scale }, { epsilon })) as [
    Values,
    Values,
    Values,
  ];
  expect([y.shape, [...mean.values]]).toEqual([
    [0, 4, 4, 2],
    [Number.NaN, Number.NaN],
  ]);
  const inputs = { dy: x, x, scale, mean, inverseStd };
  const [, dScale, dOffset] = (await runKernel('webgpu', 'BatchNormGrad', inputs)) as [Values, Values, Values];
  expect([[...dScale.values], [...dOffset.values]]).toEqual([
    [0, 0],
    [0, 0],
  ]);
});
