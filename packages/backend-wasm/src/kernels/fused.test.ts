import { describe, expect, test } from '@jest/globals';
import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import * as fc from 'fast-check';
import { convolutionForm } from '../convolution/convolution-form.ts';
import { runKernel, wholeNumbers } from '../testing/run-kernel.ts';
import { nameOf, variants } from '../testing/variants.ts';

const fusions = fc.record({
  activation: fc.constantFrom('linear', 'relu', 'relu6', 'leakyrelu', 'prelu'),
  withBias: fc.boolean(),
  columns: fc.constantFrom(1, 3, 4, 9, 24),
  rows: fc.constantFrom(1, 4, 7, 40),
  seed: fc.nat(),
});
/** A power of two, so that products with it are exact. */
const leakyreluAlpha = 0.25;

const given = (withBias: boolean, activation: string, columns: number, seed: number) => ({
  ...(withBias && { bias: wholeNumbers([columns], seed) }),
  ...(activation === 'prelu' && { preluActivationWeights: wholeNumbers([columns], seed + 1) }),
});

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('FusedConv2D is what the cpu backend computes', async () => {
    await fc.assert(
      fc.asyncProperty(fusions, async ({ activation, withBias, columns, rows, seed }) => {
        const inputs = {
          x: wholeNumbers([2, rows, 5, 3], seed),
          filter: wholeNumbers([3, 3, 3, columns], seed + 1),
          ...given(withBias, activation, columns, seed + 2),
        };
        const attrs = {
          strides: [1, 2],
          pad: 'same',
          dataFormat: 'NHWC',
          dilations: [1, 1],
          activation,
          leakyreluAlpha,
        };
        const expected = await runKernel('cpu', 'FusedConv2D', inputs, attrs);
        const got = await runKernel(variant, 'FusedConv2D', inputs, attrs);
        expect(withoutNegativeZeros(got)).toEqual(withoutNegativeZeros(expected));
      }),
      { numRuns: 60 },
    );
  });

  test('a FusedConv2D in a form with fewer multiplications has its bias and activation too', async () => {
    for (const activation of ['linear', 'relu', 'leakyrelu', 'prelu']) {
      const inputs = {
        x: wholeNumbers([2, 33, 35, 40], 1),
        filter: wholeNumbers([4, 4, 40, 48], 2),
        ...given(true, activation, 48, 3),
      };
      const attrs = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1], activation, leakyreluAlpha };
      const info = convolutionInfo(inputs.x.shape, inputs.filter.shape, attrs);
      expect(convolutionForm('FusedConv2D', info)).not.toBe('direct');
      const expected = await runKernel('cpu', 'FusedConv2D', inputs, attrs);
      const got = await runKernel(variant, 'FusedConv2D', inputs, attrs);
      expect(withoutNegativeZeros(got)).toEqual(withoutNegativeZeros(expected));
    }
  });

  test('_FusedMatMul is what the cpu backend computes', async () => {
    await fc.assert(
      fc.asyncProperty(fusions, async ({ activation, withBias, columns, rows, seed }) => {
        const inputs = {
          a: wholeNumbers([1, rows, 11], seed),
          b: wholeNumbers([1, 11, columns], seed + 1),
          ...given(withBias, activation, columns, seed + 2),
        };
        const attrs = { transposeA: false, transposeB: false, activation, leakyreluAlpha };
        const expected = await runKernel('cpu', '_FusedMatMul', inputs, attrs);
        const got = await runKernel(variant, '_FusedMatMul', inputs, attrs);
        expect(withoutNegativeZeros(got)).toEqual(withoutNegativeZeros(expected));
      }),
      { numRuns: 60 },
    );
  });
});

/** The sign of a zero is nobody's promise: x * 0 against max(x, 0). */
function withoutNegativeZeros<T extends { values: Float32Array }>(result: T): T {
  return { ...result, values: result.values.map((value) => value + 0) };
}
