import { expect, test } from '@jest/globals';
import { backend_util } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { padOfEachSide } from '../product/convolution-info.ts';
import { runKernel, type Values } from '../testing/run-kernel.ts';
import { wholeNumbers } from '../testing/whole-numbers.ts';

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
const channels = fc.constantFrom(1, 2, 3, 4, 5, 8, 12, 17, 24);

/** Any convolution in NHWC that has an output. */
const convolutions: fc.Arbitrary<Convolution> = fc
  .record({
    x: fc.tuple(size(3), size(9), size(9), channels),
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

const undilated = (c: Convolution): Convolution => ({ ...c, dilations: [1, 1] });

test('Conv2D is what the cpu backend computes', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions, async (c) => {
      const { got, expected } = await onBoth('Conv2D', c, wholeNumbers);
      expect(got).toEqual(expected);
    }),
    { numRuns: 40, seed: 1 },
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
      { numRuns: 40, seed: 2 },
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
