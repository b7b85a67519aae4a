import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { normByFormula } from '../testing/norm-formula.ts';
import { runKernel, someValues, type Values, worstError } from '../testing/run-kernel.ts';

/** Of the largest value; a float32 is rounded by 6e-8 of its size, and so are its sums. */
const TOLERANCE = 3e-6;
/** Where an image of few pixels may happen to have nearly equal values, whose distances have fewer digits. */
const FEW_PIXELS = 2e-5;
const epsilon = 1e-5;

type Shape = [images: number, height: number, width: number, channels: number];

const sizeOf = ([images, height, width, channels]: Shape) => ({ images, rows: height * width, channels });

/** Values about `mean` without a pattern. */
function valuesAround(mean: number, shape: Shape, seed: number): Values {
  const { values } = someValues(shape, seed);
  return { shape, values: values.map((value) => mean + value) };
}

async function expectPlain(x: Values, tolerance = TOLERANCE): Promise<void> {
  const dy = someValues(x.shape, 99);
  const expected = normByFormula({ size: sizeOf(x.shape as Shape), epsilon, x: x.values, dy: dy.values });
  const [y, inverseStd] = (await runKernel('webgpu', 'InstanceNorm', { x }, { epsilon })) as [Values, Values];
  expect(inverseStd.shape).toEqual([x.shape[0], 1, 1, x.shape[3]]);
  expect(worstError(y.values, expected.y)).toBeLessThan(tolerance);
  expect(worstError(inverseStd.values, expected.inverseStd)).toBeLessThan(tolerance);
  const [dx] = (await runKernel('webgpu', 'InstanceNormGrad', { dy, y, inverseStd })) as [Values];
  expect(worstError(dx.values, expected.dx, Math.max(...expected.inverseStd))).toBeLessThan(tolerance);
}

async function expectActivated(x: Values, alpha: number, tolerance = TOLERANCE): Promise<void> {
  const dy = someValues(x.shape, 99);
  const expected = normByFormula({ size: sizeOf(x.shape as Shape), epsilon, x: x.values, dy: dy.values, alpha });
  const outputs = await runKernel('webgpu', 'InstanceNormActivation', { x }, { epsilon, alpha });
  const [y, mean, inverseStd] = outputs as [Values, Values, Values];
  expect(mean.shape).toEqual([x.shape[0], 1, 1, x.shape[3]]);
  expect(worstError(y.values, expected.y)).toBeLessThan(tolerance);
  expect(worstError(mean.values, expected.mean)).toBeLessThan(tolerance);
  const inputs = { dy, x, mean, inverseStd };
  const [dx] = (await runKernel('webgpu', 'InstanceNormActivationGrad', inputs, { alpha })) as [Values];
  expect(worstError(dx.values, expected.dx, Math.max(...expected.inverseStd))).toBeLessThan(tolerance);
}

describe.each([
  ['one value at a time', fc.constantFrom(1, 3, 5, 33, 35)],
  ['four values at a time', fc.constantFrom(4, 8, 36, 64)],
])('%s', (_, channels) => {
  const side = fc.integer({ min: 1, max: 9 });
  const shape = fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, channels);

  test('InstanceNorm and its gradient are their formulas, for any size', async () => {
    await fc.assert(
      fc.asyncProperty(shape, fc.nat(1000), fc.constantFrom(0, 5, -30), async (shape, seed, mean) =>
        expectPlain(valuesAround(mean, shape, seed), FEW_PIXELS),
      ),
      { numRuns: 25, seed: 1 },
    );
  });

  test('with an activation they are the norm and the activation one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(shape, fc.nat(1000), fc.constantFrom(0, 0.2, 1), async (shape, seed, alpha) =>
        expectActivated(valuesAround(0, shape, seed), alpha, FEW_PIXELS),
      ),
      { numRuns: 25, seed: 2 },
    );
  });
});

const large: Shape[] = [
  [1, 64, 33, 3],
  [2, 61, 53, 4],
  [1, 48, 90, 36],
];

test.each(large)('images that are cut into pieces come out the same: [%d, %d, %d, %d]', async (...shape) => {
  await expectPlain(valuesAround(0.3, shape, 1));
  await expectActivated(valuesAround(0.3, shape, 2), 0.2);
});

test.each([[1, 7, 9, 5], ...large] as Shape[])(
  'digits are kept where the mean is far from zero: [%d, %d, %d, %d]',
  async (...shape) => {
    // float32 has 6e-5 between values at 1000, which the formula is given too.
    const { values } = someValues(shape, 3);
    await expectPlain({ shape, values: values.map((value) => 1000 + 1.7 * value) }, 5e-5);
  },
);

test('more images than one row of the grid has are all done', async () => {
  await expectPlain(valuesAround(0, [300, 2, 2, 1], 4));
});

test.each([[[1, 4, 4, 3]], [[2, 50, 50, 4]]] as [Shape][])(
  'a value that is not finite spoils its own channel, and no other: %j',
  async (shape) => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const x = someValues(shape, 5);
      const clean = normByFormula({ size: sizeOf(shape), epsilon, x: x.values, dy: x.values });
      const place = x.values.length - 2;
      x.values[place] = bad;
      const [y] = (await runKernel('webgpu', 'InstanceNorm', { x }, { epsilon })) as [Values];
      const [relu] = (await runKernel('webgpu', 'InstanceNormActivation', { x }, { epsilon, alpha: 0 })) as [Values];
      const [images, height, width, channels] = shape;
      const isSpoilt = (i: number) =>
        i % channels === place % channels && Math.floor(i / (height * width * channels)) === images - 1;
      expect(y.values.every((value, i) => Number.isNaN(value) === isSpoilt(i))).toBe(true);
      expect(relu.values.every((value, i) => Number.isNaN(value) === isSpoilt(i))).toBe(true);
      const rest = (values: ArrayLike<number>) => Array.from(values).filter((_, i) => !isSpoilt(i));
      expect(worstError(rest(y.values), rest(clean.y))).toBeLessThan(TOLERANCE);
    }
  },
);

test.each([[[0, 4, 4, 3]], [[2, 0, 4, 3]], [[2, 4, 4, 0]]] as [Shape][])(
  'an empty tensor has an empty output, and moments of nothing: %j',
  async (shape) => {
    const x = { shape, values: new Float32Array(0) };
    const [y, inverseStd] = (await runKernel('webgpu', 'InstanceNorm', { x }, { epsilon })) as [Values, Values];
    expect([y.shape, [...y.values]]).toEqual([shape, []]);
    expect([...inverseStd.values]).toEqual(Array(shape[0] * shape[3]).fill(Number.NaN));
    const [dx] = (await runKernel('webgpu', 'InstanceNormGrad', { dy: x, y: x, inverseStd })) as [Values];
    expect(dx.shape).toEqual(shape);
  },
);
