import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runKernel, wholeNumbers } from '../testing/run-kernel.ts';
import { nameOf, variants } from '../testing/variants.ts';

const size = (max: number) => fc.integer({ min: 1, max });
const side = fc.integer({ min: 0, max: 4 });
const convolutions = fc
  .record({
    x: fc.tuple(fc.integer({ min: 0, max: 2 }), size(8), size(8), fc.constantFrom(1, 2, 3, 4, 5, 16, 22, 37)),
    filter: fc.tuple(size(5), size(5)),
    multiplier: fc.constantFrom(1, 1, 2, 3, 4),
    strides: fc.tuple(size(4), size(4)),
    dilations: fc.tuple(size(3), size(3)),
    pad: fc.oneof<fc.Arbitrary<string | number[][]>[]>(
      fc.constant('same'),
      fc.tuple(side, side, side, side).map(([t, b, l, r]) => [
        [0, 0],
        [t, b],
        [l, r],
        [0, 0],
      ]),
    ),
    seed: fc.nat(),
  })
  // tfjs allows one of the two.
  .map((c) => (c.seed % 2 ? { ...c, dilations: [1, 1] } : { ...c, strides: [1, 1] }))
  .filter(({ x, filter, dilations, pad }) =>
    filter.every((taps, i) => {
      const room =
        typeof pad === 'string' ? Number.POSITIVE_INFINITY : (pad[i + 1] as number[]).reduce((a, b) => a + b);
      return (taps - 1) * (dilations[i] as number) < (x[i + 1] as number) + room;
    }),
  );

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('DepthwiseConv2dNative is what the cpu backend computes', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async ({ x: shape, filter: taps, multiplier, seed, ...steps }) => {
        const filter = wholeNumbers([...taps, shape[3], multiplier], seed + 1);
        const [inputs, attrs] = [
          { x: wholeNumbers(shape, seed), filter },
          { ...steps, dataFormat: 'NHWC' },
        ];
        const expected = await runKernel('cpu', 'DepthwiseConv2dNative', inputs, attrs);
        expect(await runKernel(variant, 'DepthwiseConv2dNative', inputs, attrs)).toEqual(expected);
      }),
      { numRuns: 120 },
    );
  });
});
