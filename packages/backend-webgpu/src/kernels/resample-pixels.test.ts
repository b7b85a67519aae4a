import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runKernel } from '../testing/run-kernel.ts';

type Lines = { outer: number; from: number; inner: number; to: number; stride: number; fractionBits: number };

/** Integers in [least, most], the same ones for a seed. */
function integers(count: number, least: number, most: number, seed: number): Int32Array {
  return Int32Array.from(
    { length: count },
    (_, i) => least + ((Math.imul(i + seed, 48_271) >>> 3) % (most - least + 1)),
  );
}

/** The formula in floats of 64 bits, which are exact here. */
function formula(x: Int32Array, first: Int32Array, weights: Int32Array, lines: Lines): number[] {
  const { outer, from, inner, to, stride, fractionBits } = lines;
  return Array.from({ length: outer * to * inner }, (_, at) => {
    const [line, place, i] = [Math.floor(at / inner / to), Math.floor(at / inner) % to, at % inner];
    let sum = 2 ** (fractionBits - 1);
    for (let k = 0; k < stride; k++) {
      const neighbour = (first[place] as number) + k;
      if (neighbour < from)
        sum += (x[(line * from + neighbour) * inner + i] as number) * (weights[place * stride + k] as number);
    }
    return Math.min(255, Math.max(0, Math.floor(sum / 2 ** fractionBits)));
  });
}

test('ResamplePixels sums neighbours by the formula, and clips what overshoots', async () => {
  const sides = fc.integer({ min: 1, max: 9 });
  const shapes = fc.record({
    outer: sides,
    from: sides,
    inner: sides,
    to: sides,
    stride: fc.integer({ min: 1, max: 6 }),
    fractionBits: fc.integer({ min: 1, max: 22 }),
  });
  await fc.assert(
    fc.asyncProperty(shapes, fc.integer({ min: 0, max: 1e6 }), async (lines, seed) => {
      const { outer, from, inner, to, stride, fractionBits } = lines;
      const x = integers(outer * from * inner, 0, 255, seed);
      const first = integers(to, 0, from - 1, seed);
      const unit = 2 ** fractionBits;
      const weights = integers(to * stride, Math.ceil(-0.4 * unit), unit, seed);
      // As the kernel asks for it: beyond the end of a line there are no weights.
      for (let at = 0; at < weights.length; at++)
        if ((first[Math.floor(at / stride)] as number) + (at % stride) >= from) weights[at] = 0;
      const [y] = await runKernel(
        'webgpu',
        'ResamplePixels',
        {
          x: { shape: [outer, from, inner], values: x },
          first: { shape: [to], values: first },
          weights: { shape: [to, stride], values: weights },
        },
        { fractionBits },
      );
      expect(y?.shape).toEqual([outer, to, inner]);
      expect([...(y?.values ?? [])]).toEqual(formula(x, first, weights, lines));
    }),
    { numRuns: 60, seed: 1 },
  );
});
