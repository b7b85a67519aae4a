import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { backend, backend_util, engine, memory, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { chooseFilterGradient } from './filter-gradient.ts';
import { chooseInputGradient } from './input-gradient.ts';
import { wideVectors } from './wide-vectors.ts';

type Shape4D = [number, number, number, number];
type Case = { x: Shape4D; filter: Shape4D; strides: number; pad: 'same' | 'valid' };

const sizes = [1, 2, 5, 8, 17];
const channels: [number, number][] = [
  [3, 5],
  [16, 1],
  [24, 3],
];

/** Convolutions of every form: small images and larger ones, few channels and more, complete blocks and not. */
const cases = sizes.flatMap((size) =>
  [1, 2, 3, 4].flatMap((window) =>
    [1, 2, 3].flatMap((strides) =>
      (['same', 'valid'] as const).flatMap((pad) =>
        channels.map<Case>(([from, to]) => ({
          x: [2, size, size + 1, from],
          filter: [window, Math.max(1, window - (size % 2) * strides), from, to],
          strides,
          pad,
        })),
      ),
    ),
  ),
);

/** Larger images, in complete blocks. */
const larger: Case[] = [
  { x: [2, 33, 34, 3], filter: [4, 4, 3, 5], strides: 2, pad: 'same' },
  { x: [1, 36, 38, 2], filter: [4, 2, 2, 3], strides: 2, pad: 'valid' },
  { x: [1, 51, 53, 2], filter: [3, 6, 2, 4], strides: 3, pad: 'same' },
];

const infoOf = ({ x, filter, strides, pad }: Case) => backend_util.computeConv2DInfo(x, filter, strides, 1, pad);
const withOutput = [...cases, ...larger].filter((c) => !infoOf(c).outShape.some((size) => size <= 0));

/** Whole numbers, so that sums are exact in any order and two backends must agree to the last bit. */
const wholeNumbers = (shape: readonly number[], seed: number) =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => ((i * 7 + seed * 3 + (i >> 3)) % 9) - 4);

async function gradientsOn(name: string, c: Case) {
  await setBackend(name);
  // The cpu backend's first tensor in Node prints the advice to install tfjs-node: here it is the reference.
  if (name === 'cpu') Object.assign(backend(), { firstUse: false });
  const { outShape } = infoOf(c);
  const attributes = { strides: [c.strides, c.strides], pad: c.pad, dataFormat: 'NHWC' };
  const [x, filter, dy] = [c.x, c.filter, outShape].map((shape, i) => tensor(wholeNumbers(shape, i), shape)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const run = (kernel: string, inputs: Record<string, Tensor>, more: object) => {
    const before = memory().numTensors;
    const result = engine().runKernel(kernel, inputs, { ...attributes, ...more }) as Tensor;
    expect(memory().numTensors).toBe(before + 1);
    const values = { shape: result.shape, values: [...result.dataSync()].map((value) => value + 0) };
    result.dispose();
    return values;
  };
  const dw = run('Conv2DBackpropFilter', { x, dy }, { filterShape: c.filter });
  const dx = run('Conv2DBackpropInput', { dy, filter }, { inputShape: c.x });
  for (const each of [x, filter, dy]) each.dispose();
  return { dw, dx };
}

const { are } = wideVectors;
beforeEach(() => {
  wideVectors.are = false; // more of the forms are taken
});
afterAll(() => {
  wideVectors.are = are;
  return setBackend('tensorflow');
});

describe("a convolution's gradients", () => {
  test.each([...sizes, 33, 36, 51])('are what the cpu backend computes, images of %i rows', async (size) => {
    for (const c of withOutput.filter(({ x }) => x[1] === size)) {
      expect({ c, ...(await gradientsOn('tensorflow', c)) }).toEqual({ c, ...(await gradientsOn('cpu', c)) });
    }
  });

  test('of larger images are convolutions', () => {
    expect(larger.map((c) => chooseInputGradient(infoOf(c))?.name)).toEqual(larger.map(() => 'byConvolution'));
  });

  test('take every form in these tests, and stay with TensorFlow where none is quicker', () => {
    const chosen = (choose: (c: ReturnType<typeof infoOf>) => { name: string } | undefined) =>
      new Set(withOutput.map((c) => choose(infoOf(c))?.name));
    expect(chosen(chooseFilterGradient)).toEqual(new Set(['fromPatchesOfInput', 'fromPatchesOfGradient', undefined]));
    expect(chosen(chooseInputGradient)).toEqual(new Set(['byProduct', 'byConvolution', undefined]));
  });

  test('with AVX-512 stay with TensorFlow unless the filter is nearly all of the work', () => {
    wideVectors.are = true;
    const chosen = (x: Shape4D, filter: Shape4D, strides = 2) => {
      const info = infoOf({ x, filter, strides, pad: 'same' });
      return [chooseFilterGradient(info)?.name, chooseInputGradient(info)?.name];
    };
    expect(chosen([1, 4, 4, 512], [4, 4, 512, 1024])).toEqual(['fromPatchesOfInput', 'byProduct']);
    expect(chosen([1, 32, 32, 256], [4, 4, 256, 512])).toEqual(['fromPatchesOfInput', undefined]);
    expect(chosen([4, 32, 32, 24], [4, 4, 24, 48])).toEqual([undefined, undefined]);
    expect(chosen([1, 19, 19, 512], [4, 4, 512, 1], 1)).toEqual(['fromPatchesOfGradient', undefined]);
    expect(chosen([1, 128, 128, 128], [3, 3, 128, 12], 1)).toEqual([undefined, undefined]);
  });
});
