import { afterAll, describe, expect, test } from '@jest/globals';
import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import type { ConvolutionKind } from '@pix2pix-ts/common/winograd';
import { env } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import type { BackendVariant } from '../create-backend.ts';
import { firstDifference } from '../testing/floats.ts';
import { runKernel, wholeNumbers } from '../testing/run-kernel.ts';
import { nameOf } from '../testing/variants.ts';
import { chooseMethod, WINOGRAD_FLAG } from './choose-method.ts';
import { convolutionForm } from './convolution-form.ts';

const useWinograd = (use: boolean) => env().set(WINOGRAD_FLAG, use);
afterAll(() => useWinograd(true));

const kinds: ConvolutionKind[] = ['forward', 'inputGradient', 'filterGradient'];
type Shape = { x: number[]; filter: number[]; stride: number; pad: number };

const attrsOf = ({ stride, pad }: Shape) => ({
  strides: [stride, stride],
  dilations: [1, 1],
  pad,
  dataFormat: 'NHWC',
  dimRoundingMode: 'floor',
});

/** The name of the form that each of y, dx and dw takes. */
function formsOf(shape: Shape): (string | undefined)[] {
  const info = convolutionInfo(shape.x, shape.filter, attrsOf(shape));
  return kinds.map((kind) => chooseMethod(kind, info)?.form.name);
}

const layer = (x: number[], outChannels: number, stride: number, size = 4): Shape => ({
  x,
  filter: [size, size, x[3] as number, outChannels],
  stride,
  pad: 1,
});
const TWO = 'F(2x2, 2x2)';
const THREE = 'F(3x3, 2x2)';
const THREE_TAPS = 'F(2x2, 3x3)';
const NESTED = 'F(2x2, 2x2) of F(2x2, 2x2)';

test.each<[string, Shape, (string | undefined)[]]>([
  ['the second layer', layer([1, 128, 128, 64], 128, 2), [THREE, THREE, THREE]],
  ['a middle layer', layer([1, 32, 32, 256], 512, 2), [TWO, TWO, TWO]],
  ['a layer of the 70x70 discriminator', layer([1, 32, 32, 256], 512, 1), [NESTED, NESTED, NESTED]],
  ['2x2 without a stride', layer([1, 65, 65, 64], 64, 1, 2), [THREE, THREE, THREE]],
  ['3x3 without a stride', layer([1, 64, 64, 64], 64, 1, 3), [THREE_TAPS, THREE_TAPS, THREE_TAPS]],
  ['an innermost layer', layer([1, 8, 8, 512], 512, 2), [undefined, undefined, undefined]],
  ['few channels', layer([1, 256, 256, 3], 64, 2), [undefined, undefined, undefined]],
  ['5x5', layer([1, 64, 64, 64], 64, 1, 5), [undefined, undefined, undefined]],
  ['4x4 with stride 3', layer([1, 64, 64, 64], 64, 3), [undefined, undefined, undefined]],
])('%s takes the form that is fastest for it', (_, shape, forms) => {
  expect(formsOf(shape)).toEqual(forms);
});

test('a dilated convolution, and any where the flag is off, takes the direct product', () => {
  const shape = layer([1, 128, 128, 64], 128, 1);
  const info = convolutionInfo(shape.x, shape.filter, { ...attrsOf(shape), dilations: [2, 2] });
  expect(chooseMethod('forward', info)).toBeUndefined();
  const undilated = convolutionInfo(shape.x, shape.filter, attrsOf(shape));
  expect(convolutionForm('Conv2D', undilated)).not.toBe('direct');
  useWinograd(false);
  expect(convolutionForm('Conv2D', undilated)).toBe('direct');
  useWinograd(true);
});

/** Any convolution that a form may take, at odd sizes and paddings; `side` is that of y, along rows one more. */
const families = fc.record({
  images: fc.constantFrom(1, 2, 3),
  stride: fc.constantFrom(1, 2),
  inChannels: fc.constantFrom(8, 16, 24, 33, 48, 64),
  outChannels: fc.constantFrom(8, 24, 30, 40, 64),
  size: fc.constantFrom(2, 4),
  pad: fc.constantFrom(0, 1, 2),
  odd: fc.nat(1),
});

type Family = typeof families extends fc.Arbitrary<infer Value> ? Value : never;

function shapeOf({ images, stride, inChannels, outChannels, size, pad, odd }: Family, side: number): Shape {
  const inSide = (out: number) => (out - 1) * stride + size - 2 * pad + (stride > 1 ? odd : 0);
  return {
    x: [images, inSide(side + 1), inSide(side), inChannels],
    filter: [size, size, inChannels, outChannels],
    stride,
    pad,
  };
}

/** The shapes of a family on both sides of every change of the choice, up to 40 pixels a side; or one where there is none. */
function aroundChanges(family: Family): Shape[] {
  const choices = Array.from({ length: 37 }, (_, i) => {
    const shape = shapeOf(family, i + 4);
    const info = convolutionInfo(shape.x, shape.filter, attrsOf(shape));
    return { shape, choice: JSON.stringify(kinds.map((kind) => chooseMethod(kind, info))) };
  });
  const changes = choices.filter(({ choice }, i) =>
    [i - 1, i + 1].some((j) => choices[j] && choices[j]?.choice !== choice),
  );
  return (changes.length > 0 ? changes : choices.slice(8, 9)).map(({ shape }) => shape);
}

const builds: BackendVariant[] = [
  { threads: 1, fma: true, shared: true },
  { threads: 2, fma: false, shared: true },
  { threads: 3, fma: true, shared: true },
];

/** Layers of the networks as they are trained, each of which takes a form. */
const realLayers = [
  layer([1, 128, 128, 64], 128, 2),
  layer([2, 64, 64, 128], 256, 2),
  layer([1, 32, 32, 256], 512, 2),
  layer([1, 32, 32, 256], 512, 1),
  // In bands: the products would take more than the 16 MB that they have.
  layer([4, 128, 128, 64], 256, 2),
  layer([1, 32, 32, 256], 1024, 2),
];

/** y, dx and dw of whole numbers. */
async function valuesOf(build: BackendVariant, shape: Shape): Promise<Float32Array[]> {
  const attrs = attrsOf(shape);
  const x = wholeNumbers(shape.x, 1);
  const filter = wholeNumbers(shape.filter, 2);
  const y = await runKernel(build, 'Conv2D', { x, filter }, attrs);
  const dy = wholeNumbers(y.shape, 3);
  const dx = await runKernel(build, 'Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape: shape.x });
  const dw = await runKernel(build, 'Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: shape.filter });
  return [y, dx, dw].map(({ values }) => values);
}

async function expectDirectValues(build: BackendVariant, shape: Shape): Promise<void> {
  useWinograd(false);
  const expected = await valuesOf(build, shape);
  useWinograd(true);
  const actual = await valuesOf(build, shape);
  expected.forEach((values, i) => {
    // -0 and 0 are the same number here.
    const difference = firstDifference(
      (actual[i] as Float32Array).map((v) => v + 0),
      values.map((v) => v + 0),
    );
    if (difference) throw new Error(`Expected ${kinds[i]} as the direct product has it, got ${difference}.`);
  });
}

describe.each(builds.map((build) => [nameOf(build), build] as const))('%s', (_, build) => {
  test('whole numbers give what the direct product gives, wherever the choice changes', async () => {
    await fc.assert(
      fc.asyncProperty(families, fc.nat(), async (family, drawn) => {
        const shapes = aroundChanges(family);
        const first = drawn % shapes.length;
        for (const shape of shapes.slice(first, first + 2)) await expectDirectValues(build, shape);
      }),
      { numRuns: 20 },
    );
  });

  test.each(realLayers.map((shape) => [`[${shape.x}] -> ${shape.filter[3]}`, shape] as const))(
    'a layer as it is trained does too: %s',
    async (_name, shape) => {
      expect(formsOf(shape).every((form) => form !== undefined)).toBe(true);
      await expectDirectValues(build, shape);
    },
  );
});
