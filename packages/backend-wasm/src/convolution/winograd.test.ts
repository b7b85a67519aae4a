import { describe, expect, test } from '@jest/globals';
import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import {
  axesOf,
  FORMS,
  type Form,
  fits,
  NESTED,
  THREE_TAPS,
  TILES_OF_THREE,
  TILES_OF_TWO,
} from '@pix2pix-ts/common/winograd';
import {
  convolutionAt,
  filterGradientAt,
  inputGradientAt,
  normalNumbers,
  type PlainConvolution,
  relativeDistance,
} from '@pix2pix-ts/testing/sampled-convolution';
import * as fc from 'fast-check';
import type { BackendVariant } from '../create-backend.ts';
import { runForm } from '../testing/run-form.ts';
import { runKernel, wholeNumbers } from '../testing/run-kernel.ts';
import { nameOf, variants } from '../testing/variants.ts';

const size = (max: number) => fc.integer({ min: 1, max });
const sides = fc.constantFrom(
  { filter: 2, stride: 1 },
  { filter: 3, stride: 1 },
  { filter: 4, stride: 1 },
  { filter: 4, stride: 2 },
  { filter: 8, stride: 1 },
  { filter: 6, stride: 2 },
  { filter: 6, stride: 3 },
);

/** Any convolution that a form fits, of whole numbers. */
const convolutions = fc
  .record({
    form: fc.constantFrom(...FORMS),
    rows: sides,
    columns: sides,
    x: fc.tuple(size(3), size(11), size(11)),
    inChannels: fc.constantFrom(8, 16, 24, 40),
    outChannels: fc.constantFrom(8, 16, 24, 48),
    pads: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)),
    shared: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ rows, columns, x, inChannels, outChannels, pads: [top, bottom, left, right], ...rest }) => {
    const attrs = {
      strides: [rows.stride, columns.stride],
      dilations: [1, 1],
      pad: [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      dataFormat: 'NHWC',
      dimRoundingMode: 'floor',
    };
    return { ...rest, attrs, x: [...x, inChannels], filter: [rows.filter, columns.filter, inChannels, outChannels] };
  })
  .filter(({ form, attrs, x, filter }) => {
    const tall = (x[1] as number) + 6 >= (filter[0] as number) && (x[2] as number) + 6 >= (filter[1] as number);
    if (!tall) return false;
    try {
      const info = convolutionInfo(x, filter, attrs);
      return info.outHeight > 0 && info.outWidth > 0 && axesOf(info).every((axis) => fits(axis, form));
    } catch {
      return false;
    }
  });

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('every form gives whole numbers exactly as the cpu backend does', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async ({ form, shared, attrs, seed, ...shapes }) => {
        const x = wholeNumbers(shapes.x, seed);
        const filter = wholeNumbers(shapes.filter, seed + 1);
        const y = await runKernel('cpu', 'Conv2D', { x, filter }, attrs);
        expect(await runForm(variant, { kind: 'forward', form, attrs }, { x, filter, y })).toEqual(y);
        const dy = wholeNumbers(y.shape, seed + 2);
        const given = { x, filter, y: dy };
        const toInput = { ...attrs, inputShape: x.shape };
        const dx = await runKernel('cpu', 'Conv2DBackpropInput', { dy, filter }, toInput);
        expect(await runForm(variant, { kind: 'inputGradient', form, shared, attrs }, given)).toEqual(dx);
        const toFilter = { ...attrs, filterShape: filter.shape };
        const dw = await runKernel('cpu', 'Conv2DBackpropFilter', { x, dy }, toFilter);
        expect(await runForm(variant, { kind: 'filterGradient', form, attrs }, given)).toEqual(dw);
      }),
      { numRuns: 40 },
    );
  });
});

const builds: BackendVariant[] = [
  { threads: 2, fma: true, shared: true },
  { threads: 2, fma: false, shared: true },
];

// In proportion, root mean square; the direct product's is 3e-7. What a tile adds up and takes away again rounds too.
test.each<[string, Form, PlainConvolution, number, number]>([
  [TILES_OF_TWO.name, TILES_OF_TWO, { x: [1, 16, 16, 256], filter: [4, 4, 256, 256], stride: 2, pad: 1 }, 7e-7, 3e-7],
  [TILES_OF_THREE.name, TILES_OF_THREE, { x: [1, 64, 64, 64], filter: [4, 4, 64, 64], stride: 2, pad: 1 }, 6e-7, 5e-7],
  [THREE_TAPS.name, THREE_TAPS, { x: [1, 32, 32, 64], filter: [3, 3, 64, 64], stride: 1, pad: 1 }, 7e-7, 6e-7],
  [NESTED.name, NESTED, { x: [1, 16, 16, 256], filter: [4, 4, 256, 256], stride: 1, pad: 1 }, 1.3e-6, 6e-7],
])('%s keeps close to float64', async (_, form, layer, within, withinFilter) => {
  const attrs = { strides: layer.stride, pad: layer.pad, dataFormat: 'NHWC', dilations: 1, dimRoundingMode: 'floor' };
  const x = normalNumbers(layer.x, 1);
  const filter = normalNumbers(layer.filter, 2);
  const { outShape } = convolutionInfo(layer.x, layer.filter, attrs);
  const y = normalNumbers(outShape, 3);
  const given = { x, filter, y };
  for (const build of builds) {
    const forward = await runForm(build, { kind: 'forward', form, attrs }, given);
    expect(relativeDistance(forward, (index) => convolutionAt(x, filter, layer, index))).toBeLessThan(within);
    for (const shared of [false, true]) {
      const dx = await runForm(build, { kind: 'inputGradient', form, shared, attrs }, given);
      expect(relativeDistance(dx, (index) => inputGradientAt(y, filter, layer, index))).toBeLessThan(within);
    }
    const dw = await runForm(build, { kind: 'filterGradient', form, attrs }, given);
    expect(relativeDistance(dw, (index) => filterGradientAt(x, y, layer, index))).toBeLessThan(withinFilter);
  }
});
