import { describe, expect, test } from '@jest/globals';
import {
  convolutionAt,
  filterGradientAt,
  inputGradientAt,
  mixedNumbers,
  type PlainConvolution,
  someIndices,
} from '@pix2pix-ts/testing/sampled-convolution';
import type { BackendVariant } from '../create-backend.ts';
import { runKernel, type Values } from '../testing/run-kernel.ts';
import { nameOf } from '../testing/variants.ts';

// Too large for the cpu backend: some entries of each result are held against the formula in float64.

const layers: Record<string, PlainConvolution> = {
  'first layer': { x: [1, 256, 256, 3], filter: [4, 4, 3, 64], stride: 2, pad: 1 },
  'outer layer': { x: [1, 128, 128, 64], filter: [4, 4, 64, 128], stride: 2, pad: 1 },
  'middle layer, two images': { x: [2, 16, 16, 512], filter: [4, 4, 512, 512], stride: 2, pad: 1 },
  'to 2x2 pixels': { x: [1, 4, 4, 512], filter: [4, 4, 512, 512], stride: 2, pad: 1 },
  'to one pixel': { x: [1, 2, 2, 512], filter: [4, 4, 512, 512], stride: 2, pad: 1 },
  'transposed to 4x4 pixels': { x: [1, 4, 4, 512], filter: [4, 4, 512, 1024], stride: 2, pad: 1 },
  'last layer, folded': { x: [1, 128, 128, 128], filter: [3, 3, 128, 12], stride: 1, pad: 1 },
  'logits of the discriminator': { x: [1, 19, 19, 512], filter: [4, 4, 512, 1], stride: 1, pad: 0 },
};
/** Rounding of a float32 sum of n products of mixed numbers: far above what is seen, far below one product. */
const tolerance = (terms: number) => 2e-6 * Math.sqrt(terms) + 1e-6;

const builds: BackendVariant[] = [
  { threads: 2, fma: true, shared: true },
  { threads: 3, fma: false, shared: true },
];

describe.each(builds.map((build) => [nameOf(build), build] as const))('%s', (_, build) => {
  test.each(Object.entries(layers))('%s', async (_name, layer) => {
    const { stride, pad } = layer;
    const attrs = { strides: [stride, stride], pad, dataFormat: 'NHWC', dilations: [1, 1], dimRoundingMode: 'floor' };
    const x = mixedNumbers(layer.x, 1);
    const filter = mixedNumbers(layer.filter, 2);
    const y = await runKernel(build, 'Conv2D', { x, filter }, attrs);
    const terms = layer.filter.slice(0, 3).reduce((a, b) => a * b, 1);
    expectClose(y, (index) => convolutionAt(x, filter, layer, index), tolerance(terms));

    const dy = mixedNumbers(y.shape, 3);
    const toInput = { ...attrs, inputShape: layer.x };
    const dx = await runKernel(build, 'Conv2DBackpropInput', { dy, filter }, toInput);
    expectClose(dx, (index) => inputGradientAt(dy, filter, layer, index), tolerance(16 * (layer.filter[3] as number)));

    const toFilter = { ...attrs, filterShape: layer.filter };
    const dw = await runKernel(build, 'Conv2DBackpropFilter', { x, dy }, toFilter);
    const positions = y.shape.slice(0, 3).reduce((a, b) => a * b, 1);
    expectClose(dw, (index) => filterGradientAt(x, dy, layer, index), tolerance(positions));
  });
});

function expectClose(result: Values, at: (index: number[]) => number, within: number): void {
  const size = result.values.length;
  for (const index of someIndices(result)) {
    const place = index.reduce((sum, i, axis) => sum * (result.shape[axis] as number) + i, 0);
    expect(place).toBeLessThan(size);
    const difference = Math.abs((result.values[place] as number) - at(index));
    if (!(difference <= within)) throw new Error(`Expected [${index}] within ${within}, got ${difference} off.`);
  }
}
