import { afterAll, expect, test } from '@jest/globals';
import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { TILES_OF_TWO } from '@pix2pix-ts/common/winograd';
import { env } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import type { BackendVariant } from '../create-backend.ts';
import { runKernel, type Values, wholeNumbers } from '../testing/run-kernel.ts';
import { chooseMethod, WINOGRAD_FLAG } from './choose-method.ts';

// Training stops at a loss that is not finite, so a form must not lose one; it may spread one over the tile that sees it.

afterAll(() => env().set(WINOGRAD_FLAG, true));
const variant: BackendVariant = { threads: 2, fma: true, shared: true };
const attrs = { strides: [2, 2], dilations: [1, 1], pad: 1, dataFormat: 'NHWC', dimRoundingMode: 'floor' };
const x = wholeNumbers([4, 16, 16, 48], 1);
const filter = wholeNumbers([4, 4, 48, 64], 2);
const y = wholeNumbers([4, 8, 8, 64], 3);
const calls = {
  Conv2D: { inputs: { x, filter }, attrs },
  Conv2DBackpropInput: { inputs: { dy: y, filter }, attrs: { ...attrs, inputShape: x.shape } },
  Conv2DBackpropFilter: { inputs: { x, dy: y }, attrs: { ...attrs, filterShape: filter.shape } },
};

test('the kernels of this test take a form', () => {
  const info = convolutionInfo(x.shape, filter.shape, attrs);
  for (const kind of ['forward', 'inputGradient', 'filterGradient'] as const)
    expect(chooseMethod(kind, info)).toBeDefined();
  expect(chooseMethod('forward', info)?.form).toBe(TILES_OF_TWO); // whose tiles are told apart below
});

/** The kernel's values in the direct product and in the form that it takes, with one value of an input replaced. */
async function poisoned(kernel: keyof typeof calls, input: number, place: number, poison: number): Promise<Values[]> {
  const call = calls[kernel];
  const inputs = Object.entries(call.inputs).map(([name, { shape, values }], i) => {
    const given = Float32Array.from(values);
    if (i === input) given[place % given.length] = poison;
    return [name, { shape, values: given }] as const;
  });
  const results: Values[] = [];
  for (const winograd of [false, true]) {
    env().set(WINOGRAD_FLAG, winograd);
    results.push(await runKernel(variant, kernel, Object.fromEntries(inputs), call.attrs));
  }
  return results;
}

const poisons = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
const kernels = fc.constantFrom(...(Object.keys(calls) as (keyof typeof calls)[]));

test('what is not finite in the direct product is not finite in a form either', async () => {
  await fc.assert(
    fc.asyncProperty(kernels, fc.nat(1), fc.nat(), poisons, async (kernel, input, place, poison) => {
      const [direct, form] = (await poisoned(kernel, input, place, poison)) as [Values, Values];
      expect(direct.values.some((value) => !Number.isFinite(value))).toBe(true);
      const lost = direct.values.findIndex((value, i) => !Number.isFinite(value) && Number.isFinite(form.values[i]));
      expect(lost).toBe(-1);
    }),
    { numRuns: 60 },
  );
});

test('a pixel that is not finite reaches the results of its tiles, and no others', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), poisons, async (place, poison) => {
      const [direct, form] = (await poisoned('Conv2D', 0, place, poison)) as [Values, Values];
      const [, height, width, channels] = form.shape as [number, number, number, number];
      const tileOf = (i: number) => {
        const row = Math.floor(i / channels / width);
        const column = Math.floor(i / channels) % width;
        return `${Math.floor(row / height)} ${Math.floor((row % height) / 2)} ${Math.floor(column / 2)}`;
      };
      const tiles = new Set<string>();
      direct.values.forEach((value, i) => {
        if (!Number.isFinite(value)) tiles.add(tileOf(i));
      });
      form.values.forEach((value, i) => {
        if (Number.isFinite(value)) expect(value).toBe(direct.values[i]);
        else expect(tiles).toContain(tileOf(i));
      });
    }),
    { numRuns: 20 },
  );
});
