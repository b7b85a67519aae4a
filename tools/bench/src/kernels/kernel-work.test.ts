import { expect, test } from '@jest/globals';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { kernelRate, rateLines } from './kernel-rates.ts';
import { kernelWork } from './kernel-work.ts';

const of = (...shape: number[]): TensorInfo => ({ dataId: {}, dtype: 'float32', shape });
const attrs = { strides: [2, 2], pad: 'same', dilations: [1, 1] };

test('a convolution and its gradients count each product of a pixel and a weight twice, and none outside the image', () => {
  // 4x4 of stride 2 on 6x6 pixels, padded by 1: along an axis 3 places see 3, 4 and 3 pixels.
  const flop = 2 * (3 + 4 + 3) ** 2 * 5 * 70;
  const [x, filter, y] = [of(1, 6, 6, 5), of(4, 4, 5, 70), of(1, 3, 3, 70)];
  const work = (name: string, inputs: Record<string, TensorInfo>, more: object, output: TensorInfo) =>
    kernelWork({ name, inputs, attrs: { ...attrs, ...more }, outputs: [output] });
  expect(work('Conv2D', { x, filter }, {}, y)).toEqual({ bound: 'arithmetic', flop, rows: 9 });
  expect(work('Conv2DBackpropInput', { dy: y, filter }, { inputShape: x.shape }, x)).toEqual({
    bound: 'arithmetic',
    flop,
    rows: 9,
  });
  expect(work('Conv2DBackpropFilter', { x, dy: y }, { filterShape: filter.shape }, filter)).toEqual({
    bound: 'arithmetic',
    flop,
    rows: 80,
  });
});

test('a matrix product has two operations a term, with either operand transposed', () => {
  const outputs = [of(2, 30, 50)];
  const flop = 2 * 2 * 30 * 50 * 70;
  const plain = { name: 'BatchMatMul', inputs: { a: of(2, 30, 70), b: of(2, 70, 50) }, attrs: {}, outputs };
  const transposed = { ...plain, inputs: { a: of(2, 70, 30), b: of(2, 70, 50) }, attrs: { transposeA: true } };
  for (const call of [plain, transposed]) expect(kernelWork(call)).toEqual({ bound: 'arithmetic', flop, rows: 30 });
});

test('a product of few rows counts the bytes, of the filter only the taps that see a pixel', () => {
  // 2x2 pixels to one: 4 of 16 taps.
  const inputs = { x: of(1, 2, 2, 8), filter: of(4, 4, 8, 16) };
  const work = kernelWork({ name: 'Conv2D', inputs, attrs, outputs: [of(1, 1, 1, 16)] });
  expect(work).toEqual({ bound: 'memory', product: true, bytes: 4 * (4 * 8 + 4 * 8 * 16 + 16) });
  // Its gradient in the filter writes all of it.
  const gradient = { x: of(1, 2, 2, 8), dy: of(1, 1, 1, 16) };
  const filterShape = [4, 4, 8, 16];
  const toFilter = { name: 'Conv2DBackpropFilter', inputs: gradient, attrs: { ...attrs, filterShape } };
  expect(kernelWork({ ...toFilter, outputs: [of(4, 4, 8, 16)] })).toEqual({
    bound: 'memory',
    product: true,
    bytes: 4 * (4 * 8 + 16 + 16 * 8 * 16),
  });
});

test('everything else counts the bytes that it must read and write, as often as it must', () => {
  const bytes = (name: string, inputs: Record<string, TensorInfo | TensorInfo[]>, ...outputs: TensorInfo[]) =>
    kernelWork({ name, inputs, attrs: {}, outputs });
  const x = of(1, 10, 10, 3);
  expect(bytes('Add', { a: x, b: of(3) }, x)).toEqual({ bound: 'memory', bytes: 4 * (300 + 3 + 300) });
  expect(bytes('Concat', { 0: x, 1: x }, of(1, 10, 10, 6))).toEqual({ bound: 'memory', bytes: 4 * 1200 });
  expect(bytes('InstanceNorm', { x }, x, of(1, 1, 1, 3))).toEqual({ bound: 'memory', bytes: 4 * (3 * 300 + 3) });
  expect(bytes('AdamUpdate', { param: x, m: x, v: x, gradient: x })).toEqual({ bound: 'memory', bytes: 4 * 2100 });
  expect(bytes('Slice', { x }, of(1, 2, 2, 3))).toEqual({ bound: 'memory', bytes: 4 * 24 });
  expect(bytes('Reshape', { x }, of(300))).toEqual({ bound: 'nothing' });
});

test('rates are amounts a second, and what falls short of its goal says so', () => {
  const probes = { threads: 2, gflops: 80, copyGBs: 20 };
  const product = (ms: number, rows: number) =>
    kernelRate(
      { name: 'Conv2D', ms: 3 * ms, leastMs: ms, calls: 2 },
      { bound: 'arithmetic', flop: 40e6, rows },
      probes,
    );
  expect(product(1, 64)).toMatchObject({ gflops: 80, share: 1, goal: 0.75 });
  expect(product(2, 63)).not.toHaveProperty('goal');
  const copy = kernelRate({ name: 'Concat', ms: 4, leastMs: 1, calls: 1 }, { bound: 'memory', bytes: 10e6 }, probes);
  expect(copy).toMatchObject({ gbs: 10, share: 0.5, goal: 0.6 });
  expect(kernelRate({ name: 'Add', ms: 2, leastMs: 2, calls: 1 }, { bound: 'memory', bytes: 10e6 })).toEqual({
    name: 'Add',
    ms: 2,
    leastMs: 2,
    calls: 1,
    bound: 'memory',
    gbs: 5,
  });
  const lines = rateLines([product(1, 64), product(2, 64), product(2, 5), copy]);
  expect(lines.slice(1).map((line) => /below \d+ %/.exec(line)?.[0])).toEqual([
    undefined,
    'below 75 %',
    undefined,
    'below 60 %',
  ]);
});
