import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runKernel, type Values, wholeNumbers } from '../testing/run-kernel.ts';
import { nameOf, variants } from '../testing/variants.ts';

const size = (max: number) => fc.integer({ min: 1, max });
/** Both sides of each axis of a volume. */
const pads = fc.constantFrom('same', 'valid');
const pools = fc
  .record({
    x: fc.tuple(fc.integer({ min: 0, max: 2 }), size(4), size(7), size(7), fc.constantFrom(1, 3, 4, 7, 16, 21, 37)),
    filterSize: fc.tuple(size(3), size(4), size(4)),
    strides: fc.tuple(size(3), size(4), size(4)),
    pad: pads,
    seed: fc.nat(),
  })
  .filter(
    ({ x, filterSize, pad }) => pad === 'same' || filterSize.every((window, i) => window <= (x[i + 1] as number)),
  );

type Pool = { x: number[]; filterSize: number[]; strides: number[]; pad: string };
const ZEROS = [0, 0, 0];

/** How many windows there are along each axis, and where the first begins. */
function windowsOf({ x, filterSize, strides, pad }: Pool) {
  const axes = ZEROS.map((_, i) => ({
    size: x[i + 1] as number,
    window: filterSize[i] as number,
    stride: strides[i] as number,
  }));
  if (pad === 'valid')
    return { counts: axes.map(({ size, window, stride }) => Math.ceil((size - window + 1) / stride)), begins: ZEROS };
  const counts = axes.map(({ size, stride }) => Math.ceil(size / stride));
  const missing = axes.map(({ size, window, stride }, i) => ((counts[i] as number) - 1) * stride + window - size);
  return { counts, begins: missing.map((pixels) => (pixels > 0 ? -Math.floor(pixels / 2) : 0)) };
}

/** Of each window's values, in the order of y. */
function byFormula({ values }: Values, pool: Pool, of: (window: number[]) => number): Values {
  const [batch, depth, height, width, channels] = pool.x as [number, number, number, number, number];
  const { counts, begins } = windowsOf(pool);
  const range = (axis: number, at: number, length: number) => {
    const begin = (begins[axis] as number) + at * (pool.strides[axis] as number);
    const places = Array.from({ length: pool.filterSize[axis] as number }, (_, i) => begin + i);
    return places.filter((place) => place >= 0 && place < length);
  };
  const shape = [batch, ...counts, channels] as [number, number, number, number, number];
  const y: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let oz = 0; oz < shape[1]; oz++)
      for (let oy = 0; oy < shape[2]; oy++)
        for (let ox = 0; ox < shape[3]; ox++)
          for (let c = 0; c < channels; c++) {
            const pixels = range(0, oz, depth).flatMap((z) =>
              range(1, oy, height).flatMap((row) =>
                range(2, ox, width).map((column) => ((n * depth + z) * height + row) * width + column),
              ),
            );
            y.push(of(pixels.map((pixel) => values[pixel * channels + c] as number)));
          }
  return { shape, values: Float32Array.from(y) };
}

const most = (window: number[]) =>
  Math.max(Number.NEGATIVE_INFINITY, ...window.filter((value) => !Number.isNaN(value)));
const mean = (window: number[]) => Math.fround(window.reduce((a, b) => a + b, 0)) / Math.fround(window.length);
/** Some values that are NaN. */
const withGaps = ({ shape, values }: Values): Values => ({
  shape,
  values: values.map((v) => (v === 3 ? Number.NaN : v)),
});
/** Volumes of one image each are images. */
const asImages = ({ shape, values }: Values): Values => ({ shape: shape.toSpliced(1, 1), values });

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('pools of volumes are the formula, and maxima pass over what is not a number', async () => {
    await fc.assert(
      fc.asyncProperty(pools, async (pool) => {
        const x = wholeNumbers(pool.x, pool.seed);
        expect(await runKernel(variant, 'AvgPool3D', { x }, pool)).toEqual(byFormula(x, pool, mean));
        const gaps = withGaps(x);
        expect(await runKernel(variant, 'MaxPool3D', { x: gaps }, pool)).toEqual(byFormula(gaps, pool, most));
      }),
      { numRuns: 60 },
    );
  });

  test('pools of images are the formula', async () => {
    await fc.assert(
      fc.asyncProperty(pools, async (any) => {
        const pool = {
          ...any,
          x: any.x.with(1, 1),
          filterSize: any.filterSize.with(0, 1),
          strides: any.strides.with(0, 1),
        };
        const x = wholeNumbers(pool.x, pool.seed);
        const attrs = { pad: pool.pad, filterSize: pool.filterSize.slice(1), strides: pool.strides.slice(1) };
        const [means, maxima] = [mean, most].map((of) => asImages(byFormula(x, pool, of)));
        expect(await runKernel(variant, 'AvgPool', { x: asImages(x) }, attrs)).toEqual(means);
        expect(await runKernel(variant, 'MaxPool', { x: asImages(x) }, attrs)).toEqual(maxima);
      }),
      { numRuns: 60 },
    );
  });
});
