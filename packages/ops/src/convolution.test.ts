import { describe, expect, test } from '@jest/globals';
import {
  add,
  conv2d,
  grads,
  leakyRelu,
  memory,
  mul,
  pad,
  relu,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tensor1d,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { addBias, convolution } from './index.ts';

const values = (size: number, turn: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(turn * (i + 1)));
const x = () => tensor4d(values(2 * 6 * 5 * 3, 1), [2, 6, 5, 3]);
const filter = () => tensor4d(values(3 * 3 * 3 * 4, 2), [3, 3, 3, 4]);
const bias = (channels: number) => tensor1d([0.5, -1, 2, 0.25].slice(0, channels));

const close = (actual: Tensor, expected: Tensor) => {
  expect(actual.shape).toEqual(expected.shape);
  const wanted = expected.dataSync();
  actual.dataSync().forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i] as number, 4);
  });
};

test('addBias adds to each channel, and its gradients are the identity and the sum', () => {
  close(addBias(x(), bias(3)), add(x(), bias(3)));
  const weighted = (t: Tensor, b: Tensor) => sum(mul(addBias(t as Tensor4D, b as Tensor1D), x()));
  const [dx, dBias] = grads(weighted)([x(), bias(3)]) as [Tensor, Tensor];
  close(dx, x());
  close(dBias, sum(x(), [0, 1, 2]));
});

describe.each([
  [1, { before: 1, after: 1 }, 'leakyRelu'],
  [1, { before: 2, after: 1 }, undefined],
  [2, { before: 0, after: 1 }, 'relu'],
  [2, { before: 0, after: 0 }, 'leakyRelu'],
] as const)('a convolution with stride %i, padding %j and %s', (stride, padding, activation) => {
  const activate = { relu, leakyRelu, none: (h: Tensor) => h }[activation ?? 'none'];
  const sides = [padding.before, padding.after] as [number, number];
  const separate = (t: Tensor, f: Tensor, b: Tensor) => {
    const h = add(conv2d(pad(t, [[0, 0], sides, sides, [0, 0]]) as Tensor4D, f as Tensor4D, stride, 'valid'), b);
    return activate(h);
  };
  const together = (t: Tensor, f: Tensor, b: Tensor) =>
    convolution(t as Tensor4D, f as Tensor4D, { stride, padding, bias: b as Tensor1D, activation });
  const weights = () =>
    mul(conv2d(pad(x(), [[0, 0], sides, sides, [0, 0]]) as Tensor4D, filter(), stride, 'valid'), 0.1);

  test('is padding, convolution, bias and activation one after the other, and so are its gradients', () => {
    close(together(x(), filter(), bias(4)), separate(x(), filter(), bias(4)));
    const slopes = (op: typeof separate) =>
      grads((t: Tensor, f: Tensor, b: Tensor) => sum(mul(op(t, f, b), weights())))([x(), filter(), bias(4)]);
    const [ours, theirs] = [slopes(together), slopes(separate)];
    ours.forEach((slope, i) => {
      close(slope, theirs[i] as Tensor);
    });
  });

  test('leaves no tensor behind but its result', () => {
    const inputs = [x(), filter(), bias(4)] as const;
    const before = memory().numTensors;
    together(...inputs).dispose();
    const all = grads((t: Tensor, f: Tensor, b: Tensor) => sum(together(t, f, b)))([...inputs]);
    for (const gradient of all) gradient.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

test('a convolution alone is one', () => {
  close(convolution(x(), filter()), conv2d(x(), filter(), 1, 'valid'));
  const dFilter = grads((f: Tensor) => sum(convolution(x(), f as Tensor4D)))([filter()])[0] as Tensor;
  close(dFilter, grads((f: Tensor) => sum(conv2d(x(), f as Tensor4D, 1, 'valid')))([filter()])[0] as Tensor);
});
