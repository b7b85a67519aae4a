import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

// Calls of which the stock kernels give wrong values, each with the right ones from a formula.

const runKernel = (name: string, inputs: object, attrs: object = {}) =>
  tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attrs as tf.NamedAttrMap) as tf.Tensor;
const resultOf = (y: tf.Tensor) => ({ dtype: y.dtype, shape: y.shape, values: Array.from(y.dataSync()) });

const image = () => tf.tensor([-2, -1, 1, 2, 3, 4], [1, 2, 3, 1]);
const ONE_PIXEL = { strides: [1, 1], dilations: [1, 1], pad: 'valid', dataFormat: 'NHWC' };
const fused = (name: string, attrs: object, more: object = {}) =>
  runKernel(
    name,
    { x: image(), filter: tf.ones([1, 1, 1, 1]), bias: tf.tensor([-1]), ...more },
    { ...ONE_PIXEL, ...attrs },
  );
const lessOne = [-3, -2, 0, 1, 2, 3];
type Result = { dtype: string; shape: number[]; values: number[] };
const floats = (shape: number[], values: number[]): Result => ({ dtype: 'float32', shape, values });
const rounded = (shape: number[], values: number[]) => floats(shape, values.map(Math.fround));
const elu = (v: number) => (v < 0 ? Math.expm1(v) : v);
const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));

/** The call, and what it gives. */
const cases: Record<string, [run: () => tf.Tensor, expected: Result]> = {
  'a cast of floats to truths': [
    () => tf.cast(tf.tensor([0, -0, 0.3, -7, Number.NaN, Number.POSITIVE_INFINITY]), 'bool'),
    { dtype: 'bool', shape: [6], values: [0, 0, 1, 1, 1, 1] },
  ],
  'a cast of whole numbers to truths': [
    () => tf.cast(tf.tensor([0, 2, -6, 256], [4], 'int32'), 'bool'),
    { dtype: 'bool', shape: [4], values: [0, 1, 1, 1] },
  ],
  'a sum of no whole numbers': [
    () => tf.sum(tf.zeros([2, 0], 'int32'), 1),
    { dtype: 'int32', shape: [2], values: [0, 0] },
  ],
  'a product of nothing': [() => tf.prod(tf.zeros([2, 0]), 1, true), floats([2, 1], [1, 1])],
  'a mean of nothing': [() => tf.mean(tf.zeros([2, 0]), 1), floats([2], [Number.NaN, Number.NaN])],
  'all of nothing': [() => tf.all(tf.zeros([2, 0], 'bool'), 1), { dtype: 'bool', shape: [2], values: [1, 1] }],
  'any of nothing': [() => tf.any(tf.zeros([2, 0], 'bool'), 1), { dtype: 'bool', shape: [2], values: [0, 0] }],
  'maxima to nothing': [() => tf.max(tf.zeros([0, 3]), 1), floats([0], [])],
  'places of maxima to nothing': [() => tf.argMax(tf.zeros([0, 3]), 1), { dtype: 'int32', shape: [0], values: [] }],
  'a transpose of no truths': [
    () => tf.transpose(tf.zeros([0, 3], 'bool')),
    { dtype: 'bool', shape: [3, 0], values: [] },
  ],
  'parts of nothing': [
    () => tf.gather(tf.zeros([3, 0], 'int32'), tf.tensor([2, 1], [2], 'int32')),
    { dtype: 'int32', shape: [2, 0], values: [] },
  ],
  'every second whole number, from the end': [
    () => tf.stridedSlice(tf.tensor([1, 2, 3, 4, 5], [5], 'int32'), [-1], [0], [-2]),
    { dtype: 'int32', shape: [2], values: [5, 3] },
  ],
  'no whole numbers of some': [
    () => tf.stridedSlice(tf.tensor([1, 2, 3], [1, 3], 'int32'), [0, 2], [1, 0], [1, 2]),
    { dtype: 'int32', shape: [1, 0], values: [] },
  ],
  'both axes the other way round': [
    () => tf.reverse(tf.tensor([1, 2, 3, 4, 5, 6], [2, 3])),
    floats([2, 3], [6, 5, 4, 3, 2, 1]),
  ],
  'one axis of no values the other way round': [() => tf.reverse(tf.zeros([2, 0, 3]), [0]), floats([2, 0, 3], [])],
  'ones at indices of which some are outside': [
    () =>
      runKernel(
        'OneHot',
        { indices: tf.tensor([-1, 1, 3], [3], 'int32') },
        { depth: 3, onValue: 1, offValue: 0, dtype: 'int32' },
      ),
    { dtype: 'int32', shape: [3, 3], values: [0, 0, 0, 0, 1, 0, 0, 0, 0] },
  ],
  'relu6 of what is no number': [() => tf.relu6(tf.tensor([Number.NaN, -1, 7])), floats([3], [Number.NaN, 0, 6])],
  'slopes along the rows': [
    () => tf.prelu(tf.tensor([-1, -2, -3, 4], [2, 2]), tf.tensor([2, 3], [2, 1])),
    floats([2, 2], [-2, -4, -9, 4]),
  ],
  'slopes of no values': [() => tf.prelu(tf.zeros([0, 2]), tf.tensor([2, 3])), floats([0, 2], [])],
  'the sine of a large number': [() => tf.sin(tf.tensor([1e30])), rounded([1], [Math.sin(Math.fround(1e30))])],
  'the cosine of a large number': [() => tf.cos(tf.tensor([1e30])), rounded([1], [Math.cos(Math.fround(1e30))])],
  'a fused convolution with elu': [
    () => fused('FusedConv2D', { activation: 'elu' }),
    rounded([1, 2, 3, 1], lessOne.map(elu)),
  ],
  'a fused convolution with sigmoid': [
    () => fused('FusedConv2D', { activation: 'sigmoid' }),
    rounded([1, 2, 3, 1], lessOne.map(sigmoid)),
  ],
  'a fused convolution with slopes along the rows': [
    () => fused('FusedConv2D', { activation: 'prelu' }, { preluActivationWeights: tf.tensor([2, 3], [2, 1, 1]) }),
    floats([1, 2, 3, 1], [-6, -4, 0, 1, 2, 3]),
  ],
  'a fused convolution of no images with elu': [
    () => fused('FusedConv2D', { activation: 'elu' }, { x: tf.zeros([0, 2, 3, 1]) }),
    floats([0, 2, 3, 1], []),
  ],
  'a fused depthwise convolution with elu': [
    () => fused('FusedDepthwiseConv2D', { activation: 'elu' }),
    rounded([1, 2, 3, 1], lessOne.map(elu)),
  ],
  'a fused product with elu': [
    () =>
      runKernel(
        '_FusedMatMul',
        { a: tf.tensor([-1, 2], [1, 2, 1]), b: tf.tensor([2], [1, 1, 1]) },
        { transposeA: false, transposeB: false, activation: 'elu' },
      ),
    rounded([1, 2, 1], [elu(-2), 4]),
  ],
  // 5 rows, a stride of 3 and 2 rows a filter: rows 0 + 1 and 3 + 4. PyTorch gives the same.
  "a depthwise convolution of 'same' with a stride larger than its filter": [
    () =>
      tf.depthwiseConv2d(tf.reshape<tf.Rank.R4>(tf.range(0, 25), [1, 5, 5, 1]), tf.ones([2, 2, 1, 1]), [3, 3], 'same'),
    floats([1, 2, 2, 1], [0 + 1 + 5 + 6, 3 + 4 + 8 + 9, 15 + 16 + 20 + 21, 18 + 19 + 23 + 24]),
  ],
};

describe.each(variants.slice(-2).map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test.each(Object.entries(cases))('%s is right', async (_name, [run, expected]) => {
    await useVariant(variant);
    const { values, ...rest } = resultOf(run());
    expect(rest).toEqual({ dtype: expected.dtype, shape: expected.shape });
    expect(values).toHaveLength(expected.values.length);
    values.forEach((value, i) => {
      const right = expected.values[i] as number;
      if (Number.isNaN(right)) expect(value).toBeNaN();
      else expect(Math.abs(value - right)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(right)));
    });
  });

  test.each(['Max', 'Min', 'ArgMax', 'ArgMin'])('%s of nothing is refused in one line', async (name) => {
    await useVariant(variant);
    const attrs = { axis: name.startsWith('Arg') ? 1 : [1], reductionIndices: [1], keepDims: false };
    expect(() => runKernel(name, { x: tf.zeros([2, 0]) }, attrs)).toThrow(
      `Expected values to take ${name} of, got a tensor of shape [2,0] reduced over [1]. Check its shape.`,
    );
  });
});
