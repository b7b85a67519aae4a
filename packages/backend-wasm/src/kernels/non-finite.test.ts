import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runKernel, type Values, wholeNumbers } from '../testing/run-kernel.ts';
import { nameOf, variants } from '../testing/variants.ts';

// Training stops at a loss that is not finite, so a kernel must not lose one.

const poisoned = ({ shape, values }: Values, place: number, poison: number): Values => ({
  shape,
  values: values.map((value, i) => (i === place % values.length ? poison : value)),
});

const cases = fc.record({
  kernel: fc.constantFrom('Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter', 'BatchMatMul'),
  first: fc.boolean(),
  poison: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  place: fc.nat(),
  seed: fc.nat(),
});

/** Two inputs of a kernel, and its attributes. */
function callOf(kernel: string, seed: number): { inputs: Record<string, Values>; attrs: object } {
  const x = wholeNumbers([2, 6, 5, 5], seed);
  const filter = wholeNumbers([3, 3, 5, 9], seed + 1);
  const dy = wholeNumbers([2, 3, 3, 9], seed + 2);
  const attrs = { strides: [2, 2], dilations: [1, 1], pad: 'same', dataFormat: 'NHWC' };
  if (kernel === 'Conv2D') return { inputs: { x, filter }, attrs };
  if (kernel === 'Conv2DBackpropInput') return { inputs: { dy, filter }, attrs: { ...attrs, inputShape: x.shape } };
  if (kernel === 'Conv2DBackpropFilter') return { inputs: { x, dy }, attrs: { ...attrs, filterShape: filter.shape } };
  const [a, b] = [wholeNumbers([1, 7, 13], seed), wholeNumbers([1, 13, 10], seed + 1)];
  return { inputs: { a, b }, attrs: { transposeA: false, transposeB: false } };
}

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('what is not finite stays so wherever the cpu backend has it, and reaches nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ kernel, first, poison, place, seed }) => {
        const { inputs, attrs } = callOf(kernel, seed);
        const name = Object.keys(inputs)[first ? 0 : 1] as string;
        const given = { ...inputs, [name]: poisoned(inputs[name] as Values, place, poison) };
        const expected = await runKernel('cpu', kernel, given, attrs);
        const { values } = await runKernel(variant, kernel, given, attrs);
        const finite = [...values].map(Number.isFinite);
        // A filter's or gradient's value meets the zeros around an image, which the cpu backend leaves out, and
        // 0 * Infinity is NaN: there may be more of them, never less.
        const mayHaveMore = name === 'filter' || name === 'dy';
        expected.values.forEach((value, i) => {
          if (!Number.isFinite(value)) expect(finite[i]).toBe(false);
          else if (finite[i] || !mayHaveMore) expect(values[i]).toBe(value);
        });
      }),
      { numRuns: 150 },
    );
  });
});
