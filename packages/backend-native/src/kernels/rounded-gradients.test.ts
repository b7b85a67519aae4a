import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  abs,
  backend,
  backend_util,
  conv2d,
  conv2dTranspose,
  dispose,
  fill,
  grads,
  setBackend,
  type Tensor,
  type Tensor4D,
  tensor4d,
  tidy,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core
import { compile } from '../compile/compile.ts';
import type { NodeBackend } from '../node-backend.ts';
import { chooseFilterGradient } from './filter-gradient.ts';
import { chooseInputGradient } from './input-gradient.ts';
import { setPrecision } from './precision.ts';
import { wideVectors } from './wide-vectors.ts';

/** The largest relative error of rounding to bfloat16, which has eight bits. */
const HALF_STEP = 2 ** -8;
/** What bfloat16 rounds to 1. */
const ABOVE_ONE = 1 + 2 ** -9;

type Shape4D = [number, number, number, number];
type Case = { x: Shape4D; filter: Shape4D; strides: number; pad: 'same' | 'valid' };

/** Each form of the two gradients, and TensorFlow's own of both. */
const cases: Case[] = [
  { x: [2, 8, 8, 6], filter: [4, 4, 6, 5], strides: 2, pad: 'same' },
  { x: [1, 36, 38, 4], filter: [4, 2, 4, 3], strides: 2, pad: 'valid' },
  { x: [1, 17, 18, 24], filter: [3, 3, 24, 3], strides: 1, pad: 'same' },
  { x: [1, 20, 20, 3], filter: [3, 3, 3, 5], strides: 1, pad: 'same' },
];

const { are } = wideVectors;
beforeEach(() => {
  setPrecision(backend() as NodeBackend, 'bf16-gradients');
  wideVectors.are = false; // all forms are taken
});
afterEach(async () => {
  wideVectors.are = are;
  await setBackend('tensorflow');
  setPrecision(backend() as NodeBackend, 'float32');
});

/** Numbers from -1 to 1 that no 8 bits hold. */
const values = (shape: Shape4D, seed: number) =>
  tensor4d(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(1 + i * 1.7 + seed * 0.9)),
    shape,
  );

/** The gradients of a convolution with these inputs, or with their absolute values. */
async function gradientsOn(
  name: string,
  { x, filter, strides, pad }: Case,
  of = (tensor: Tensor4D): Tensor4D => tensor,
) {
  await setBackend(name);
  if (name === 'cpu') Object.assign(backend(), { firstUse: false });
  const { outShape } = backend_util.computeConv2DInfo(x, filter, strides, 1, pad);
  const results = tidy(() => {
    const [image, weights, dy] = [x, filter, outShape].map((shape, i) => of(values(shape as Shape4D, i)));
    const convolve = (a: Tensor, b: Tensor) => conv2d(a as Tensor4D, b as Tensor4D, strides, pad);
    const both = grads(convolve)([image as Tensor, weights as Tensor], dy as Tensor);
    return both.map((gradient) => gradient.dataSync<'float32'>());
  });
  return results as unknown as Float32Array[];
}

describe('with bf16-gradients', () => {
  test('every form of a gradient is as near as two rounded factors and one rounded sum can be, and no nearer', async () => {
    for (const c of cases) {
      const found = await gradientsOn('tensorflow', c);
      const exact = await gradientsOn('cpu', c);
      const bounds = await gradientsOn('cpu', c, abs);
      for (const [which, gradient] of exact.entries()) {
        const errors = gradient.map((value, i) => Math.abs((found[which]?.[i] as number) - value));
        const excess = errors.findIndex((error, i) => error > 3.1 * HALF_STEP * (bounds[which]?.[i] as number));
        expect({ c, which, excess }).toEqual({ c, which, excess: -1 });
        expect(Math.max(...errors)).toBeGreaterThan(1e-4);
      }
    }
  });

  test('a compiled function gives the same bits as its JavaScript', () => {
    const warn = jest.spyOn(console, 'warn');
    for (const { x, filter, strides, pad } of cases) {
      const { outShape } = backend_util.computeConv2DInfo(x, filter, strides, 1, pad);
      const convolve = (a: Tensor, b: Tensor) => conv2d(a as Tensor4D, b as Tensor4D, strides, pad);
      const work = ({ image, weights, dy }: Record<string, Tensor>) => {
        const [dx, dw] = grads(convolve)([image as Tensor, weights as Tensor], dy as Tensor) as [Tensor, Tensor];
        return { dx, dw };
      };
      const compiled = compile(work);
      for (let run = 0; run < 5; run++) {
        const inputs = Object.fromEntries(
          (
            [
              ['image', x],
              ['weights', filter],
              ['dy', outShape],
            ] as const
          ).map(([name, shape], i) => [name, values(shape as Shape4D, 3 * run + i)]),
        );
        const [got, expected] = [compiled.run(inputs), tidy(() => work(inputs))];
        for (const name of ['dx', 'dw'] as const) expect(got[name].dataSync()).toEqual(expected[name].dataSync());
        dispose([inputs, got, expected]);
      }
      compiled.dispose();
    }
    expect(warn).not.toHaveBeenCalled(); // it says so where it cannot compile
    warn.mockRestore();
  });

  test('these tests take every form', () => {
    const formsOf = (choose: (info: backend_util.Conv2DInfo) => { name: string } | undefined) =>
      new Set(
        cases.map(
          ({ x, filter, strides, pad }) => choose(backend_util.computeConv2DInfo(x, filter, strides, 1, pad))?.name,
        ),
      );
    expect(formsOf(chooseFilterGradient)).toEqual(new Set(['fromPatchesOfInput', 'fromPatchesOfGradient', undefined]));
    expect(formsOf(chooseInputGradient)).toEqual(new Set(['byProduct', 'byConvolution', undefined]));
  });

  test('a convolution and a transposed one are rounded on the way back alone', () => {
    const [image, weights] = [fill([1, 4, 4, 1], ABOVE_ONE), fill([2, 2, 1, 1], ABOVE_ONE)] as [Tensor4D, Tensor4D];
    const dy = fill([1, 2, 2, 1], 1);
    const forward = conv2d(image, weights, 2, 'same');
    const [dx, dw] = grads((x, w) => conv2d(x as Tensor4D, w as Tensor4D, 2, 'same'))([image, weights], dy);
    expect([forward, dx, dw].map(first)).toEqual([4 * ABOVE_ONE ** 2, 1, 4].map(Math.fround));

    const up = (x: Tensor, w: Tensor) => conv2dTranspose(x as Tensor4D, w as Tensor4D, [1, 4, 4, 1], 2, 'same');
    const small = fill([1, 2, 2, 1], ABOVE_ONE);
    const [dSmall, dUp] = grads(up)([small, weights], fill([1, 4, 4, 1], 1));
    expect([up(small, weights), dSmall, dUp].map(first)).toEqual([ABOVE_ONE ** 2, 4, 4].map(Math.fround));
  });
});

test('in float32 nothing is rounded on the way back either', () => {
  setPrecision(backend() as NodeBackend, 'float32');
  const [image, weights] = [fill([1, 4, 4, 1], ABOVE_ONE), fill([2, 2, 1, 1], ABOVE_ONE)];
  const both = grads((x, w) => conv2d(x as Tensor4D, w as Tensor4D, 2, 'same'))(
    [image, weights] as Tensor[],
    fill([1, 2, 2, 1], 1),
  );
  expect(both.map(first)).toEqual([ABOVE_ONE, 4 * ABOVE_ONE]);
});

const first = (tensor: Tensor | undefined) => tensor?.dataSync()[0];
