import { describe, expect, test } from '@jest/globals';
import { padOfEachSide } from '@pix2pix-ts/common/convolution-info';
import { backend_util } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import type { BackendVariant } from '../create-backend.ts';
import { runKernel, wholeNumbers } from '../testing/run-kernel.ts';
import { nameOf, variants } from '../testing/variants.ts';

const size = (max: number) => fc.integer({ min: 1, max });
const undilated = { dilations: [1, 1] as Pair };

type Pair = [number, number];
type Pad = Parameters<typeof padOfEachSide>[0];
type Convolution = {
  x: [number, number, number, number];
  filter: Pair;
  outChannels: number;
  strides: Pair;
  dilations: Pair;
  pad: string | number | number[][];
  seed: number;
};

const attrsOf = ({ strides, dilations, pad }: Pick<Convolution, 'strides' | 'dilations' | 'pad'>) => ({
  strides,
  dilations,
  pad,
  dataFormat: 'NHWC',
  // The rest of the division of an explicit padding is dropped, as tfjs asks to have said.
  dimRoundingMode: typeof pad === 'string' ? undefined : 'floor',
});

/** The same for the cpu backend, to which one number as padding means the height's filter and stride for the width too. */
const attrsForCpu = (c: Parameters<typeof attrsOf>[0]) => ({ ...attrsOf(c), pad: padOfEachSide(c.pad as Pad) });

function hasOutput(c: Convolution): boolean {
  const { strides, dilations, pad } = c;
  const shape = [...c.filter, c.x[3], c.outChannels] as [number, number, number, number];
  const info = backend_util.computeConv2DInfo(c.x, shape, strides, dilations, padOfEachSide(pad as Pad), 'floor');
  return info.outHeight > 0 && info.outWidth > 0;
}

/** Any convolution in NHWC that has an output. */
const convolutions: fc.Arbitrary<Convolution> = fc
  .record({
    x: fc.tuple(size(3), size(9), size(9), fc.constantFrom(1, 2, 3, 4, 5, 8, 15, 17, 32)),
    filter: fc.tuple(size(5), size(5)),
    outChannels: fc.constantFrom(1, 2, 3, 4, 7, 8, 9, 16, 33),
    strides: fc.tuple(size(4), size(4)),
    dilations: fc.tuple(size(3), size(3)),
    pad: fc.oneof<fc.Arbitrary<string | number | number[][]>[]>(
      fc.constantFrom('same', 'valid'),
      fc.integer({ min: 0, max: 4 }),
      fc.tuple(size(3), size(3), size(3), size(3)).map(([t, b, l, r]) => [
        [0, 0],
        [t - 1, b],
        [l, r - 1],
        [0, 0],
      ]),
    ),
    seed: fc.nat(),
  })
  // tfjs allows one of the two.
  .map((c) => (c.seed % 3 ? { ...c, ...undilated } : { ...c, strides: [1, 1] as Pair }))
  .filter(hasOutput);

/** Long runs of channels to one column, and to 9 to 12: products that read the image in place. */
const fewColumns = fc
  .record({
    x: fc.tuple(size(2), size(6), size(7)),
    filter: fc.tuple(size(3), size(3)),
    long: fc.constantFrom(15, 16, 63, 64, 66, 257, 300),
    short: fc.constantFrom(1, 9, 11, 12),
    strides: fc.tuple(size(2), size(2)),
    pad: fc.constantFrom('same', 'valid', 1, 2),
    seed: fc.nat(),
  })
  .map(({ x, long, short, ...rest }) => ({
    ...rest,
    ...undilated,
    x: [...x, long] as Convolution['x'],
    outChannels: short,
  }))
  .filter(hasOutput);

const filterShape = ({ filter, x, outChannels }: Convolution) => [...filter, x[3], outChannels];

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('Conv2D is what the cpu backend computes', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (c) => {
        const inputs = { x: wholeNumbers(c.x, c.seed), filter: wholeNumbers(filterShape(c), c.seed + 1) };
        const expected = await runKernel('cpu', 'Conv2D', inputs, attrsForCpu(c));
        expect(await runKernel(variant, 'Conv2D', inputs, attrsOf(c))).toEqual(expected);
      }),
      { numRuns: 80 },
    );
  });

  test('products of few columns are what the cpu backend computes', async () => {
    await fc.assert(
      fc.asyncProperty(fewColumns, async (c) => {
        const inputs = { x: wholeNumbers(c.x, c.seed), filter: wholeNumbers(filterShape(c), c.seed + 1) };
        const expected = await runKernel('cpu', 'Conv2D', inputs, attrsForCpu(c));
        expect(await runKernel(variant, 'Conv2D', inputs, attrsOf(c))).toEqual(expected);
        // The gradient in the input of a convolution the other way round has its few columns there.
        const [images, height, width, long] = c.x;
        const dy = wholeNumbers(c.x, c.seed);
        const filter = wholeNumbers([1, 2, c.outChannels, long], c.seed + 2);
        const toInput = {
          ...attrsOf(c),
          strides: [1, 1],
          pad: 'same',
          inputShape: [images, height, width, c.outChannels],
        };
        const dx = await runKernel('cpu', 'Conv2DBackpropInput', { dy, filter }, toInput);
        expect(await runKernel(variant, 'Conv2DBackpropInput', { dy, filter }, toInput)).toEqual(dx);
      }),
      { numRuns: 60 },
    );
  });

  test('Conv2DBackpropInput and Conv2DBackpropFilter are what the cpu backend computes', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (any) => {
        const c = { ...any, ...undilated }; // tfjs has no gradient of a dilated one
        const x = wholeNumbers(c.x, c.seed);
        const filter = wholeNumbers(filterShape(c), c.seed + 1);
        const { shape } = await runKernel('cpu', 'Conv2D', { x, filter }, attrsForCpu(c));
        const dy = wholeNumbers(shape, c.seed + 2);
        const toInput = { ...attrsOf(c), inputShape: c.x };
        const dx = await runKernel('cpu', 'Conv2DBackpropInput', { dy, filter }, { ...toInput, ...attrsForCpu(c) });
        expect(await runKernel(variant, 'Conv2DBackpropInput', { dy, filter }, toInput)).toEqual(dx);
        const toFilter = { ...attrsOf(c), filterShape: filterShape(c) };
        const dw = await runKernel('cpu', 'Conv2DBackpropFilter', { x, dy }, { ...toFilter, ...attrsForCpu(c) });
        expect(await runKernel(variant, 'Conv2DBackpropFilter', { x, dy }, toFilter)).toEqual(dw);
      }),
      { numRuns: 80 },
    );
  });
});

test.each([
  ['Conv2D in NCHW', 'Conv2D', [1, 2, 4, 4], { dataFormat: 'NCHW' }, 'channelsLast'],
  ['Conv2DBackpropFilter in NCHW', 'Conv2DBackpropFilter', [1, 2, 4, 4], { dataFormat: 'NCHW' }, 'NHWC'],
  ['a gradient of another size', 'Conv2DBackpropFilter', [1, 4, 4, 2], { dataFormat: 'NHWC' }, 'a dy of the size'],
  ['a filter that does not fit', 'Conv2D', [1, 2, 2, 2], { dataFormat: 'NHWC' }, 'Expected a filter that fits'],
])('%s is refused in one line', async (_, kernel, shape, attrs, message) => {
  const [x, other] = [wholeNumbers(shape, 1), wholeNumbers([4, 4, 2, 2], 2)];
  const inputs = kernel === 'Conv2D' ? { x, filter: other } : { x, dy: other };
  const all = { strides: [1, 1], dilations: [1, 1], pad: 'valid', filterShape: [3, 3, 2, 2], ...attrs };
  const [variant] = variants as [BackendVariant];
  const refused = runKernel(variant, kernel, inputs, all);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.not.toThrow('\n');
});
