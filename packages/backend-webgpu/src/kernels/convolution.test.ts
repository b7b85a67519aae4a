import { expect, test } from '@jest/globals';
import { convolutionInfo, padOfEachSide } from '@pix2pix-ts/common/convolution-info';
import { backend_util } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { convolutionProduct } from '../product/convolution-product.ts';
import { LARGE_TILE, planProduct, SHALLOW_TILE, TILES } from '../product/plan-product.ts';
import { runKernel, someValues, type Values, worstError } from '../testing/run-kernel.ts';
import { wholeNumbers } from '../testing/whole-numbers.ts';
import type { Tile } from '../wgsl/product-tiled.ts';

type Pair = [number, number];
type Four = [number, number, number, number];
type Pad = Parameters<typeof padOfEachSide>[0];
type Convolution = {
  x: Four;
  filter: Pair;
  outChannels: number;
  strides: Pair;
  dilations?: Pair;
  pad: string | number | number[][];
  dimRoundingMode?: string;
};

const size = (max: number) => fc.integer({ min: 1, max });
const channels = fc.constantFrom(1, 3, 12);

/** Any convolution in NHWC that has an output. */
const convolutions: fc.Arbitrary<Convolution> = fc
  .record({
    x: fc.tuple(size(2), size(7), size(7), channels),
    filter: fc.tuple(size(5), size(5)),
    outChannels: channels,
    strides: fc.tuple(size(3), size(3)),
    dilations: fc.tuple(size(3), size(3)),
    isDilated: fc.boolean(),
    dimRoundingMode: fc.constantFrom('floor', 'ceil', 'round'),
    pad: fc.oneof<fc.Arbitrary<string | number | number[][]>[]>(
      fc.constantFrom('same', 'valid'),
      fc.integer({ min: 0, max: 3 }),
      fc.tuple(size(3), size(3), size(3), size(3)).map(([top, bottom, left, right]) => [
        [0, 0],
        [top - 1, bottom],
        [left, right - 1],
        [0, 0],
      ]),
    ),
  })
  // tfjs allows one of the two.
  .map(({ isDilated, ...c }) => ({
    ...c,
    ...(isDilated ? { strides: [1, 1] as Pair } : { dilations: [1, 1] as Pair }),
  }))
  .filter(({ x, filter, strides, dilations, pad, outChannels, dimRoundingMode }) => {
    const shape: Four = [...filter, x[3], outChannels];
    const each = padOfEachSide(pad as Pad);
    const info = backend_util.computeConv2DInfo(x, shape, strides, dilations, each, dimRoundingMode as 'floor');
    return info.outHeight > 0 && info.outWidth > 0;
  });

const filterShape = ({ filter, x, outChannels }: Convolution) => [...filter, x[3], outChannels];

function attrsOf({ strides, dilations = [1, 1], pad, dimRoundingMode = 'floor' }: Convolution) {
  const rounding = typeof pad === 'string' ? {} : { dimRoundingMode };
  return { strides, dilations, pad, dataFormat: 'NHWC', ...rounding };
}

/** The same for the cpu backend, to which one number as padding means the height's filter and stride for the width too. */
const attrsForCpu = (c: Convolution) => ({ ...attrsOf(c), pad: padOfEachSide(c.pad as Pad) });

type Kernel = 'Conv2D' | 'Conv2DBackpropInput' | 'Conv2DBackpropFilter';
type Make = (shape: number[], seed: number) => Values;

/** A convolution's kernel on both backends, with the same inputs. */
async function onBoth(kernel: Kernel, c: Convolution, make: Make): Promise<{ got: Values; expected: Values }> {
  const shape = filterShape(c) as Four;
  const { strides, dilations = [1, 1], pad, dimRoundingMode = 'floor' } = c;
  const each = padOfEachSide(pad as Pad);
  const { outShape } = backend_util.computeConv2DInfo(c.x, shape, strides, dilations, each, dimRoundingMode as 'floor');
  const [x, filter, dy] = [make(c.x, 1), make(shape, 2), make(outShape, 3)];
  const inputs: Record<string, Values> =
    kernel === 'Conv2D' ? { x, filter } : kernel === 'Conv2DBackpropInput' ? { dy, filter } : { x, dy };
  const shapes = { inputShape: c.x, filterShape: shape };
  const [expected] = await runKernel('cpu', kernel, inputs, { ...attrsForCpu(c), ...shapes });
  const [got] = await runKernel('webgpu', kernel, inputs, { ...attrsOf(c), ...shapes });
  return { got: got as Values, expected: expected as Values };
}

const kindOf = {
  Conv2D: 'forward',
  Conv2DBackpropInput: 'inputGradient',
  Conv2DBackpropFilter: 'filterGradient',
} as const;

const undilated = (c: Convolution): Convolution => ({ ...c, dilations: [1, 1] });

test('Conv2D is what the cpu backend computes', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions, async (c) => {
      const { got, expected } = await onBoth('Conv2D', c, wholeNumbers);
      expect(got).toEqual(expected);
    }),
    { numRuns: 25, seed: 1 },
  );
});

test.each(['Conv2DBackpropInput', 'Conv2DBackpropFilter'] as const)(
  '%s is what the cpu backend computes',
  async (kernel) => {
    await fc.assert(
      fc.asyncProperty(convolutions.map(undilated), async (c) => {
        const { got, expected } = await onBoth(kernel, c, wholeNumbers);
        expect(got).toEqual(expected);
      }),
      { numRuns: 25, seed: 2 },
    );
  },
);

const same = { filter: [4, 4] as Pair, strides: [2, 2] as Pair, pad: 'same' };
const fewPixels: Record<string, Convolution> = {
  'from 2x2 to 1x1 at batch 1': { ...same, x: [1, 2, 2, 40], outChannels: 36 },
  'from 4x4 to 2x2 at batch 1': { ...same, x: [1, 4, 4, 40], outChannels: 36 },
  'from 2x2 to 1x1 at batch 3, odd channels': { ...same, x: [3, 2, 2, 37], outChannels: 33 },
  'from 4x4 to 2x2 at batch 2': { ...same, x: [2, 4, 4, 16], outChannels: 70 },
  'to one channel': { x: [2, 7, 9, 33], filter: [4, 4], strides: [1, 1], pad: 'valid', outChannels: 1 },
  'to three channels': { x: [2, 9, 7, 32], filter: [3, 3], strides: [1, 1], pad: 'same', outChannels: 3 },
  'from six channels': { ...same, x: [1, 14, 10, 6], outChannels: 40 },
};

test.each(
  Object.entries(fewPixels).flatMap(([name, c]) =>
    (['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'] as const).map((kernel) => [kernel, name, c] as const),
  ),
)('%s %s is what the cpu backend computes', async (kernel, _, c) => {
  const { got, expected } = await onBoth(kernel, c, wholeNumbers);
  expect(got).toEqual(expected);
});

/** Each kind of tile once, and sums that are cut. */
const tiles: Record<string, [kernel: Kernel, c: Convolution, tile: Tile]> = Object.fromEntries(
  (
    [
      ['Conv2D', { x: [1, 16, 16, 4], filter: [3, 3], strides: [1, 1], pad: 'same', outChannels: 64 }, TILES[0]],
      [
        'Conv2DBackpropFilter',
        { x: [2, 5, 5, 8], filter: [2, 2], strides: [1, 1], pad: 'same', outChannels: 64 },
        TILES[1],
      ],
      [
        'Conv2DBackpropInput',
        { x: [2, 8, 9, 20], filter: [4, 4], strides: [1, 1], pad: 'same', outChannels: 32 },
        TILES[2],
      ],
      ['Conv2D', { x: [2, 9, 7, 12], filter: [3, 3], strides: [1, 1], pad: 'same', outChannels: 12 }, TILES[3]],
      [
        'Conv2DBackpropInput',
        { x: [1, 6, 6, 60], filter: [4, 4], strides: [2, 2], pad: 'same', outChannels: 64 },
        TILES[4],
      ],
      [
        'Conv2DBackpropFilter',
        { x: [2, 9, 9, 1], filter: [4, 4], strides: [2, 2], pad: 'same', outChannels: 16 },
        TILES[5],
      ],
      ['Conv2D', { x: [1, 182, 182, 12], filter: [1, 1], strides: [1, 1], pad: 'same', outChannels: 64 }, LARGE_TILE],
      [
        'Conv2DBackpropFilter',
        { x: [4, 2, 2, 20], filter: [4, 4], strides: [2, 2], pad: 'same', outChannels: 64 },
        SHALLOW_TILE,
      ],
    ] as const
  ).map(([kernel, c, tile]) => [Object.values(tile as Tile).join('x'), [kernel, c, tile]]),
) as never;

test.each(Object.entries(tiles))('a tile of %s computes what the cpu backend does', async (_, [kernel, c, tile]) => {
  const info = convolutionInfo(c.x, filterShape(c), attrsOf(c));
  expect(planProduct(convolutionProduct(kindOf[kernel], info)).form).toEqual({ tile });
  const { got, expected } = await onBoth(kernel, c, wholeNumbers);
  expect(worstError(got.values, expected.values)).toBe(0);
});

const cut: Convolution = { x: [1, 6, 5, 128], filter: [4, 4], strides: [1, 1], pad: 'same', outChannels: 20 };

test.each(['Conv2D', 'Conv2DBackpropInput'] as const)('%s adds up the parts of long sums', async (kernel) => {
  const c = kernel === 'Conv2D' ? cut : { ...cut, x: [1, 6, 5, 20] as Four, outChannels: 128 };
  const info = convolutionInfo(c.x, filterShape(c), attrsOf(c));
  expect(planProduct(convolutionProduct(kindOf[kernel], info)).splits).toBeGreaterThan(1);
  const { got, expected } = await onBoth(kernel, c, wholeNumbers);
  expect(got).toEqual(expected);
});

test('values that are no whole numbers are as close to the cpu backend as float32 lets them be', async () => {
  for (const kernel of Object.keys(kindOf) as Kernel[]) {
    const { got, expected } = await onBoth(kernel, cut, someValues);
    expect(worstError(got.values, expected.values)).toBeLessThan(2e-6);
  }
});

test('two equal runs give the same bits', async () => {
  for (const kernel of Object.keys(kindOf) as Kernel[]) {
    const [first, second] = [await onBoth(kernel, cut, someValues), await onBoth(kernel, cut, someValues)];
    expect(second.got).toEqual(first.got);
  }
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'where the cpu backend has something that is not finite, because of %d, so do ours',
  async (poison) => {
    const c: Convolution = { ...same, x: [2, 6, 5, 5], outChannels: 9 };
    for (const kernel of Object.keys(kindOf) as Kernel[])
      for (const poisonedSeed of [1, 2, 3]) {
        const { got, expected } = await onBoth(kernel, c, (shape, seed) => {
          const values = wholeNumbers(shape, seed);
          if (seed === poisonedSeed) values.values[7] = poison;
          return values;
        });
        // There may be more: 0 * Infinity, where a filter's value meets the zeros around an image.
        const lost = expected.values.filter((value, i) => !Number.isFinite(value) && Number.isFinite(got.values[i]));
        expect(lost).toHaveLength(0);
      }
  },
);

test.each<[name: string, kernel: Kernel, c: Convolution]>([
  ['of no channels', 'Conv2D', { ...same, x: [2, 5, 7, 0], outChannels: 4 }],
  ['to no channels', 'Conv2D', { ...same, x: [2, 5, 7, 3], outChannels: 0 }],
  ['of no images', 'Conv2D', { ...same, x: [0, 5, 7, 3], outChannels: 4 }],
  ['of no channels', 'Conv2DBackpropInput', { ...same, x: [2, 5, 7, 6], outChannels: 0 }],
  [
    'by a filter smaller than the stride',
    'Conv2DBackpropInput',
    { ...same, filter: [1, 1], x: [2, 5, 7, 6], outChannels: 5 },
  ],
  ['of no images', 'Conv2DBackpropFilter', { ...same, x: [0, 5, 7, 6], outChannels: 5 }],
])('nothing: %s, %s', async (_, kernel, c) => {
  const { got, expected } = await onBoth(kernel, c, wholeNumbers);
  expect(got).toEqual(expected);
});

test('a filter that does not fit is refused in one line', async () => {
  const inputs = { x: wholeNumbers([1, 2, 2, 2], 1), filter: wholeNumbers([4, 4, 2, 2], 2) };
  await expect(runKernel('webgpu', 'Conv2D', inputs, { strides: 1, pad: 'valid' })).rejects.toThrow(
    'Expected a filter that fits into the padded image, got [4,4,2,2] for [1,2,2,2]. Pad more.',
  );
});
