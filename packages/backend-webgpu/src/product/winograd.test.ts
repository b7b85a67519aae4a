import { expect, test } from '@jest/globals';
import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { axesOf, FORMS, type Form, fits, THREE_TAPS, TILES_OF_THREE, TILES_OF_TWO } from '@pix2pix-ts/common/winograd';
import {
  convolutionAt,
  filterGradientAt,
  inputGradientAt,
  normalNumbers,
  type PlainConvolution,
  relativeDistance,
} from '@pix2pix-ts/testing/sampled-convolution';
import * as fc from 'fast-check';
import { runForm } from '../testing/run-form.ts';
import { runKernel, type Values } from '../testing/run-kernel.ts';
import { wholeNumbers } from '../testing/whole-numbers.ts';
import { TABLE } from './choose-form.ts';
import { winogradProduct } from './winograd-product.ts';

const forms = FORMS.filter(({ image }) => image.length <= TABLE.mostProducts);

const attrsOf = (strides: number[], rows: number[], columns: number[]) => ({
  strides,
  dilations: [1, 1],
  pad: [[0, 0], rows, columns, [0, 0]],
  dataFormat: 'NHWC',
  dimRoundingMode: 'floor',
});

/** One axis: a filter, and an image on which it has so many places and some pixels are left. */
const axes = fc
  .record({
    sides: fc.constantFrom(
      { filter: 2, stride: 1 },
      { filter: 3, stride: 1 },
      { filter: 4, stride: 1 },
      { filter: 4, stride: 2 },
      { filter: 6, stride: 2 },
      { filter: 6, stride: 3 },
    ),
    places: fc.integer({ min: 1, max: 7 }),
    pads: fc.tuple(fc.nat(3), fc.nat(3)),
    left: fc.nat(2),
  })
  .map(({ sides: { filter, stride }, places, pads, left }) => {
    const size = (places - 1) * stride + filter - pads[0] - pads[1] + (left % stride);
    return { filter, stride, pads, size };
  })
  .filter(({ size }) => size > 0);
/** Some have more than a block, and no sum is so long that it is cut. */
const channels = fc.constantFrom(4, 12, 36);

/** Any convolution that a form fits. */
const convolutions = fc
  .record({
    ...{ form: fc.constantFrom(...forms), rows: axes, columns: axes, images: fc.constantFrom(1, 2) },
    ...{ inChannels: channels, outChannels: channels, seed: fc.nat() },
  })
  .map(({ rows, columns, images, inChannels, outChannels, ...rest }) => ({
    ...rest,
    x: [images, rows.size, columns.size, inChannels],
    filter: [rows.filter, columns.filter, inChannels, outChannels],
    attrs: attrsOf([rows.stride, columns.stride], rows.pads, columns.pads),
  }))
  .filter(({ form, x, filter, attrs }) => axesOf(convolutionInfo(x, filter, attrs)).every((axis) => fits(axis, form)));

test('every form gives whole numbers exactly as the cpu backend does', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions, async ({ form, attrs, seed, ...shapes }) => {
      const x = wholeNumbers(shapes.x, seed);
      const filter = wholeNumbers(shapes.filter, seed + 1);
      const y = await onCpu('Conv2D', { x, filter }, attrs);
      expect(await runForm({ kind: 'forward', form, attrs }, { x, filter, y })).toEqual(y);
      const dy = wholeNumbers(y.shape, seed + 2);
      const given = { x, filter, y: dy };
      const dx = await onCpu('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape: x.shape });
      expect(await runForm({ kind: 'inputGradient', form, attrs }, given)).toEqual(dx);
      const dw = await onCpu('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: filter.shape });
      expect(await runForm({ kind: 'filterGradient', form, attrs }, given)).toEqual(dw);
    }),
    { numRuns: 25, seed: 1 },
  );
});

async function onCpu(kernel: string, inputs: Record<string, Values>, attrs: object): Promise<Values> {
  const [result] = await runKernel('cpu', kernel, inputs, attrs);
  return result as Values;
}

const twoByTwo = attrsOf([2, 2], [1, 1], [1, 1]);

test('long sums are cut and added up, and a bias and an activation come after them', async () => {
  const x = wholeNumbers([1, 16, 18, 64], 1);
  const filter = wholeNumbers([4, 4, 64, 40], 2);
  const bias = wholeNumbers([40], 3);
  const info = convolutionInfo(x.shape, filter.shape, twoByTwo);
  expect(winogradProduct('forward', info, TILES_OF_TWO).plan.splits).toBeGreaterThan(1);
  const attrs = { ...twoByTwo, activation: 'leakyrelu', leakyreluAlpha: 0.25 };
  const y = await onCpu('FusedConv2D', { x, filter, bias }, attrs);
  const finish = { activation: 'leakyrelu', bias, alpha: 0.25 } as const;
  const call = { kind: 'forward', form: TILES_OF_TWO, attrs: twoByTwo } as const;
  expect(await runForm(call, { x, filter, y }, finish)).toEqual(y);
  // With fewer terms they are not cut.
  const [narrow, tap] = [wholeNumbers([1, 16, 18, 12], 4), wholeNumbers([4, 4, 12, 40], 5)];
  const whole = await onCpu('FusedConv2D', { x: narrow, filter: tap, bias }, attrs);
  const given = { x: narrow, filter: tap, y: whole };
  expect(await runForm(call, given, finish)).toEqual(whole);
});

// In proportion, root mean square; the direct product's is 3e-7. What a tile adds up and takes away again rounds too.
test.each<[string, Form, PlainConvolution, number, number]>([
  [TILES_OF_TWO.name, TILES_OF_TWO, { x: [1, 16, 16, 128], filter: [4, 4, 128, 128], stride: 2, pad: 1 }, 7e-7, 4e-7],
  [TILES_OF_THREE.name, TILES_OF_THREE, { x: [1, 36, 36, 64], filter: [4, 4, 64, 64], stride: 2, pad: 1 }, 7e-7, 5e-7],
  [THREE_TAPS.name, THREE_TAPS, { x: [1, 20, 20, 64], filter: [3, 3, 64, 64], stride: 1, pad: 1 }, 7e-7, 6e-7],
])('%s keeps close to float64', async (_, form, layer, within, withinFilter) => {
  const attrs = attrsOf([layer.stride, layer.stride], [layer.pad, layer.pad], [layer.pad, layer.pad]);
  const x = normalNumbers(layer.x, 1);
  const filter = normalNumbers(layer.filter, 2);
  const y = normalNumbers(convolutionInfo(layer.x, layer.filter, attrs).outShape, 3);
  const given = { x, filter, y };
  const forward = await runForm({ kind: 'forward', form, attrs }, given);
  expect(relativeDistance(forward, (index) => convolutionAt(x, filter, layer, index))).toBeLessThan(within);
  const dx = await runForm({ kind: 'inputGradient', form, attrs }, given);
  expect(relativeDistance(dx, (index) => inputGradientAt(y, filter, layer, index))).toBeLessThan(within);
  const dw = await runForm({ kind: 'filterGradient', form, attrs }, given);
  expect(relativeDistance(dw, (index) => filterGradientAt(x, y, layer, index))).toBeLessThan(withinFilter);
});

const poisons = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const x = wholeNumbers([2, 12, 12, 8], 1);
const filter = wholeNumbers([4, 4, 8, 12], 2);
const y = wholeNumbers([2, 6, 6, 12], 3);

/** With one of its values replaced. */
function poisoned({ shape, values }: Values, place: number, poison: number): Values {
  const given = Float32Array.from(values);
  given[place % given.length] = poison;
  return { shape, values: given };
}

// Training stops at a loss that is not finite, so a form must not lose one; it may spread one over the tile that sees it.
test.each(poisons)(
  'what is not finite in the direct product, because of %d, is not finite in a form either',
  async (poison) => {
    for (const place of [7, 333])
      for (const name of ['x', 'filter', 'y'] as const) {
        const given = { x, filter, y };
        given[name] = poisoned(given[name], place, poison);
        const direct = {
          forward: () => onCpu('Conv2D', { x: given.x, filter: given.filter }, twoByTwo),
          inputGradient: () =>
            onCpu('Conv2DBackpropInput', { dy: given.y, filter: given.filter }, { ...twoByTwo, inputShape: x.shape }),
          filterGradient: () =>
            onCpu('Conv2DBackpropFilter', { x: given.x, dy: given.y }, { ...twoByTwo, filterShape: filter.shape }),
        };
        for (const kind of ['forward', 'inputGradient', 'filterGradient'] as const) {
          const expected = await direct[kind]();
          const form = await runForm({ kind, form: TILES_OF_TWO, attrs: twoByTwo }, given);
          const lost = expected.values.findIndex(
            (value, i) => !Number.isFinite(value) && Number.isFinite(form.values[i]),
          );
          expect([name, kind, lost]).toEqual([name, kind, -1]);
        }
      }
  },
);

test('a pixel that is not finite reaches the results of its tiles, and no others', async () => {
  const [, height, width, outChannels] = y.shape as [number, number, number, number];
  const tileOf = (i: number) => {
    const row = Math.floor(i / outChannels / width);
    const column = Math.floor(i / outChannels) % width;
    return `${Math.floor(row / height)} ${Math.floor((row % height) / 2)} ${Math.floor(column / 2)}`;
  };
  for (const [i, poison] of poisons.entries()) {
    const given = poisoned(x, 500 * i + 431, poison);
    const direct = await onCpu('Conv2D', { x: given, filter }, twoByTwo);
    const form = await runForm({ kind: 'forward', form: TILES_OF_TWO, attrs: twoByTwo }, { x: given, filter, y });
    const tiles = new Set([...direct.values.keys()].filter((j) => !Number.isFinite(direct.values[j])).map(tileOf));
    expect(tiles.size).toBeGreaterThan(0);
    form.values.forEach((value, j) => {
      if (Number.isFinite(value)) expect(value).toBe(direct.values[j]);
      else expect(tiles).toContain(tileOf(j));
    });
  }
});
