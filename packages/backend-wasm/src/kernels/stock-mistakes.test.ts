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

const zeros = (count: number) => new Array<number>(count).fill(0);
/** 0, 1, 2 ... of one channel. */
const pixels = (height: number, width: number) =>
  tf.reshape<tf.Rank.R4>(tf.range(0, height * width), [1, height, width, 1]);
/** 0, 1, 2 ... of one row and one channel, in depth. */
const line = (width: number) => tf.reshape<tf.Rank.R5>(tf.range(0, width), [1, 1, 1, width, 1]);
const negative = () => tf.tensor([-3, -5], [1, 1, 2, 1]) as tf.Tensor4D;
const structure = () => tf.tensor([-1, 0], [1, 2, 1]) as tf.Tensor3D;
const dilated = (x: tf.Tensor4D, filter: tf.Tensor3D) => tf.dilation2d(x, filter, 1, 'valid');
/** The gradient at x of y, weighted by 1, 2, 3 ... */
const gradientOf = (f: (x: tf.Tensor4D) => tf.Tensor, x: tf.Tensor) =>
  tf.grad((at) => {
    const y = f(at as tf.Tensor4D);
    return tf.sum(tf.mul(y, tf.reshape(tf.range(1, y.size + 1), y.shape)));
  })(x);

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
  'a depthwise convolution of 3 x 1 with its columns dilated': [
    () => tf.depthwiseConv2d(pixels(5, 2), tf.tensor([1, 10, 100], [3, 1, 1, 1]), 1, 'valid', 'NHWC', [1, 2]),
    floats(
      [1, 3, 2, 1],
      [0, 1, 2, 3, 4, 5].map((v) => v + 10 * (v + 2) + 100 * (v + 4)),
    ),
  ],
  'a depthwise convolution whose filter falls on the border alone': [
    () => tf.depthwiseConv2d(pixels(2, 2), tf.tensor([1, 10], [1, 1, 1, 2]), 1, 1),
    floats([1, 4, 4, 2], [...zeros(10), 0, 0, 1, 10, ...zeros(4), 2, 20, 3, 30, ...zeros(10)]),
  ],
  'a depthwise convolution with values that are not finite next to its windows': [
    () => {
      const x = tf.tensor([1, 2, Number.NaN, Number.POSITIVE_INFINITY], [1, 1, 4, 1]) as tf.Tensor4D;
      return tf.depthwiseConv2d(x, tf.ones([1, 2, 1, 1]), [1, 3], 'valid');
    },
    floats([1, 1, 1, 1], [3]),
  ],
  'the largest values of windows with a larger stride': [
    () => tf.maxPool(pixels(2, 8), [2, 3], [4, 1], 0),
    floats([1, 1, 6, 1], [10, 11, 12, 13, 14, 15]),
  ],
  'the largest values of windows of one value': [
    () => tf.maxPool(pixels(3, 3), 1, 2, 0),
    floats([1, 2, 2, 1], [0, 2, 6, 8]),
  ],
  'the means of windows with a larger stride': [
    () => tf.avgPool(pixels(2, 8), [2, 3], [4, 1], 0),
    floats([1, 1, 6, 1], [5, 6, 7, 8, 9, 10]),
  ],
  'the means of windows of one value': [() => tf.avgPool(pixels(3, 3), 1, 2, 0), floats([1, 2, 2, 1], [0, 2, 6, 8])],
  'the largest values of windows of which the last hangs over': [
    () => tf.maxPool(pixels(1, 5), [1, 2], [1, 2], 0, 'ceil'),
    floats([1, 1, 3, 1], [1, 3, 4]),
  ],
  'the largest of negative values in depth': [
    () => tf.maxPool3d(tf.tensor([-3, -1, -2, -5], [1, 2, 2, 1, 1]) as tf.Tensor5D, [2, 1, 1], 1, 'valid'),
    floats([1, 1, 2, 1, 1], [-2, -1]),
  ],
  'the largest of negative values, with places': [
    () =>
      tf.maxPoolWithArgmax(tf.tensor([-3, -1, -1, -5], [1, 1, 4, 1]) as tf.Tensor4D, [1, 4], 1, 'valid')
        .result as tf.Tensor,
    floats([1, 1, 1, 1], [-1]),
  ],
  'the place of the first of the largest values': [
    () =>
      tf.maxPoolWithArgmax(tf.tensor([-3, -1, -1, -5], [1, 1, 4, 1]) as tf.Tensor4D, [1, 4], 1, 'valid')
        .indexes as tf.Tensor,
    { dtype: 'int32', shape: [1, 1, 1, 1], values: [1] },
  ],
  'the gradient of the first of the largest values': [
    () => gradientOf((x) => tf.maxPool(x, [1, 2], [1, 2], 'valid'), tf.tensor([-3, -1, -2, -2, 5, 5], [1, 1, 6, 1])),
    floats([1, 1, 6, 1], [0, 1, 2, 0, 3, 0]),
  ],
  'the gradient of the largest values in depth': [
    () =>
      gradientOf(
        (x) => tf.maxPool3d(x as never, [1, 1, 2], [1, 1, 2], 'valid'),
        tf.tensor([-3, -1, -2, -2], [1, 1, 1, 4, 1]),
      ),
    floats([1, 1, 1, 4, 1], [0, 1, 2, 0]),
  ],
  'the gradient of nearest neighbours with aligned corners, of one row': [
    () => gradientOf((x) => tf.image.resizeNearestNeighbor(x, [2, 5], true), tf.zeros([1, 1, 3, 1])),
    // columns 0 to 4 come from 0, 0.5, 1, 1.5 and 2, rounded
    floats([1, 1, 3, 1], [1 + 6, 2 + 3 + 7 + 8, 4 + 5 + 9 + 10]),
  ],
  'the gradient of nearest neighbours to half pixels': [
    () => gradientOf((x) => tf.image.resizeNearestNeighbor(x, [1, 2], false, true), tf.zeros([1, 1, 3, 1])),
    floats([1, 1, 3, 1], [1, 0, 2]), // 3 / 2 * 0.5 and 3 / 2 * 1.5, rounded down
  ],
  'the gradient of a bilinear resize of two images': [
    () => gradientOf((x) => tf.image.resizeBilinear(x, [1, 4]), tf.zeros([2, 1, 2, 1])),
    floats([2, 1, 2, 1], [1 + 2 / 2, 2 / 2 + 3 + 4, 5 + 6 / 2, 6 / 2 + 7 + 8]),
  ],
  'the gradient of a bilinear resize to half pixels': [
    () => gradientOf((x) => tf.image.resizeBilinear(x, [1, 4], false, true), tf.zeros([1, 1, 2, 1])),
    floats([1, 1, 2, 1], [1 + 2 * 0.75 + 3 * 0.25, 2 * 0.25 + 3 * 0.75 + 4]),
  ],
  'truths chosen for each part': [
    () => {
      const [t, e] = [tf.ones([2, 3], 'bool'), tf.zeros([2, 3], 'bool')];
      return runKernel('Select', { condition: tf.tensor([0, 1], [2], 'bool'), t, e });
    },
    { dtype: 'bool', shape: [2, 3], values: [0, 0, 0, 1, 1, 1] },
  ],
  'the largest of a window that does not begin with a number': [
    () => tf.maxPool(tf.tensor([Number.NaN, 2, 5, Number.NaN], [1, 1, 4, 1]) as tf.Tensor4D, [1, 2], [1, 2], 'valid'),
    floats([1, 1, 2, 1], [2, 5]),
  ],
  'whether whole numbers are finite': [
    () => tf.isFinite(tf.tensor([1, -1, 0x7f800000], [3], 'int32')),
    { dtype: 'bool', shape: [3], values: [1, 1, 1] },
  ],
  'whole numbers between two': [
    () => tf.clipByValue(tf.tensor([-3, 0, 1, 300], [4], 'int32'), 0, 255),
    { dtype: 'int32', shape: [4], values: [0, 0, 1, 255] },
  ],
  'slopes for whole numbers': [
    () => tf.prelu(tf.tensor([0, 1, -2, -4], [4], 'int32'), tf.tensor([0.1, 0.2, 0.25, 0.15])),
    rounded([4], [0, 1, -0.5, -0.6]),
  ],
  'slopes that are whole numbers': [
    () => tf.prelu(tf.tensor([-1.5, 3]), tf.tensor([2, 2], [2], 'int32')),
    floats([2], [-3, 3]),
  ],
  'a convolution of another width than height, with one number as padding': [
    () => tf.conv2d(pixels(1, 5), tf.ones([1, 2, 1, 1]), [1, 2], 0, 'NHWC', 1, 'floor'),
    floats([1, 1, 2, 1], [0 + 1, 2 + 3]),
  ],
  'the gradient of means of which one is over padding': [
    () => gradientOf((x) => tf.avgPool(x, [1, 2], [1, 2], 'same'), pixels(1, 3)),
    floats([1, 1, 3, 1], [1 / 2, 1 / 2, 2]),
  ],
  'the gradient of means in depth of which one is over padding': [
    () => gradientOf((x) => tf.avgPool3d(x as never, [1, 1, 2], [1, 1, 2], 'same'), line(3)),
    floats([1, 1, 1, 3, 1], [1 / 2, 1 / 2, 2]),
  ],
  'means in depth of which some are of padding alone': [
    () => tf.avgPool3d(tf.ones([1, 1, 1, 1, 1]) as tf.Tensor5D, 1, 1, 1),
    floats([1, 3, 3, 3, 1], [...zeros(13), 1, ...zeros(13)]),
  ],
  'values scattered to rows': [
    () => tf.scatterND(tf.tensor([2, 0], [2], 'int32'), tf.tensor([1, 2, 3, 4], [2, 2]), [3, 2]),
    floats([3, 2], [3, 4, 0, 0, 1, 2]),
  ],
  'means in depth with a larger stride': [
    () => tf.avgPool3d(line(5), 1, [1, 1, 3], 'same'),
    floats([1, 1, 1, 2, 1], [0, 3]),
  ],
  'the largest values in depth with a larger stride': [
    () => tf.maxPool3d(line(5), 1, [1, 1, 3], 'same'),
    floats([1, 1, 1, 2, 1], [0, 3]),
  ],
  'a convolution in depth with a larger stride': [
    () => tf.conv3d(line(5), tf.tensor([10], [1, 1, 1, 1, 1]), [1, 1, 3], 'same'),
    floats([1, 1, 1, 2, 1], [0, 30]),
  ],
  'the gradient of a convolution in depth at the image': [
    () => gradientOf((x) => tf.conv3d(x as never, tf.tensor([10, 1], [1, 1, 2, 1, 1]), 1, 'valid'), line(3)),
    floats([1, 1, 1, 3, 1], [10, 1 + 20, 2]),
  ],
  'the gradient of a convolution in depth at the filter': [
    () => gradientOf((filter) => tf.conv3d(line(3), filter as never, 1, 'valid'), tf.tensor([10, 1], [1, 1, 2, 1, 1])),
    floats([1, 1, 2, 1, 1], [0 * 1 + 1 * 2, 1 * 1 + 2 * 2]),
  ],
  'a dilation of negative values': [() => dilated(negative(), structure()), floats([1, 1, 1, 1], [-3 - 1])],
  'the gradient of a dilation at the image': [
    () => gradientOf((x) => dilated(x, structure()), negative()),
    floats([1, 1, 2, 1], [1, 0]),
  ],
  'the gradient of a dilation at its filter': [
    () => gradientOf((filter) => dilated(negative(), filter as never), structure()),
    floats([1, 2, 1], [1, 0]),
  ],
  'parts taken from each row by its own places': [
    () => tf.gather(tf.tensor([1, 2, 3, 4], [2, 2]), tf.tensor([1, 0], [2, 1], 'int32'), 1, 1),
    floats([2, 1], [2, 3]),
  ],
  'a rotated image of four channels': [
    () => tf.image.rotateWithOffset(tf.ones([1, 1, 2, 4]), Math.PI, 7, 0),
    floats([1, 1, 2, 4], [1, 1, 1, 1, 7, 7, 7, 7]),
  ],
  'an image moved to the right, with its reflection': [
    () => {
      const moved = tf.tensor([1, 0, -2, 0, 1, 0, 0, 0], [1, 8]) as tf.Tensor2D;
      return tf.image.transform(pixels(1, 4), moved, 'nearest', 'reflect');
    },
    floats([1, 1, 4, 1], [1, 0, 0, 1]),
  ],
  'the nearest pixels of a box': [
    () =>
      tf.image.cropAndResize(
        pixels(1, 4),
        tf.tensor([0, 0.2, 1, 1], [1, 4]),
        tf.zeros([1], 'int32'),
        [1, 2],
        'nearest',
      ),
    floats([1, 1, 2, 1], [1, 3]), // of 0.2 * 3 and 1 * 3
  ],
  'sums along an axis of nothing': [() => tf.cumsum(tf.zeros([2, 0]), 1), floats([2, 0], [])],
  'products along an axis of nothing': [() => tf.cumprod(tf.zeros([0, 2]), 0), floats([0, 2], [])],
  'no largest values of some': [() => tf.topk(tf.ones([2, 3]), 0).values, floats([2, 0], [])],
  'the largest values of no rows': [
    () => tf.topk(tf.zeros([0, 3]), 2).indices,
    { dtype: 'int32', shape: [0, 2], values: [] },
  ],
};

const places = (...values: number[]) => tf.tensor(values, [values.length, 1], 'int32');
/** A call that has no result, and the line that says so. */
const refusals: Record<string, [run: () => tf.Tensor, line: string]> = {
  'places outside of what is gathered': [
    () => tf.gatherND(tf.ones([3, 2]), places(0, 3)),
    'Expected indices of GatherNd that are at least 0 and below [3], got 3. Check the indices.',
  ],
  'places outside of what is scattered to': [
    () => tf.scatterND(places(0, -1), tf.ones([2, 2]), [3, 2]),
    'Expected indices of ScatterNd that are at least 0 and below [3], got -1. Check the indices.',
  ],
  'places outside of what is updated': [
    () => tf.tensorScatterUpdate(tf.ones([3]), places(9), tf.ones([1])),
    'Expected indices of TensorScatterUpdate that are at least 0 and below [3], got 9. Check the indices.',
  ],
  'places outside of what is filled': [
    () => tf.sparseToDense(places(100_000), tf.ones([1]), [3], tf.scalar(0)),
    'Expected sparseIndices of SparseToDense that are at least 0 and below [3], got 100000. Check the sparseIndices.',
  ],
  'rows that are not there, by batches': [
    () => tf.gather(tf.ones([1, 2]), tf.tensor([2], [1, 1], 'int32'), 1, 1),
    'Expected indices that are at least 0 and below 2 for GatherV2, got 2. Check the indices.',
  ],
  'a row that is not there, of no values': [
    () => tf.gather(tf.ones([2, 0]), tf.tensor([2], [1], 'int32')),
    'Expected indices that are at least 0 and below 2 for GatherV2, got 2. Check the indices.',
  ],
  'a box of an image that is not there': [
    () => tf.image.cropAndResize(pixels(2, 2), tf.ones([1, 4]), tf.ones([1], 'int32'), [1, 1]),
    'Expected boxInd from 0 to 0 for CropAndResize, got 1. Check boxInd.',
  ],
  'a logarithm of whole numbers': [
    () => runKernel('Log', { x: tf.tensor([1, 2], [2], 'int32') }),
    'Expected a float32 tensor x for Log, got int32. Cast it first.',
  ],
  'means of whole numbers in windows': [
    () => runKernel('AvgPool', { x: tf.ones([1, 2, 2, 1], 'int32') }, { filterSize: 2, strides: 1, pad: 'valid' }),
    'Expected a float32 tensor x for AvgPool, got int32. Cast it first.',
  ],
  'a part beyond the end': [
    () => tf.slice(tf.ones([3]), [2], [5]),
    'Expected a part of [3] for Slice, got [5] from [2] on. Make it smaller.',
  ],
  'an axis that comes twice': [
    () => tf.transpose(tf.ones([2, 3]), [0, 0]),
    'Expected each of the 2 axes once for Transpose, got [0,0].',
  ],
  'a border below 0': [
    () => tf.pad(tf.ones([2]), [[-1, 0]]),
    'Expected paddings of 0 or more for PadV2, got [-1,0]. Use slice to cut values off.',
  ],
  'counts of negative numbers': [
    () => tf.bincount(tf.tensor([0, -1], [2], 'int32'), tf.tensor([], [0]), 3),
    'Expected whole numbers of 0 or more for Bincount, got -1. Count only those.',
  ],
  'a window larger than what it is over': [
    () => tf.maxPool(pixels(1, 1), 4, 1, 'valid'),
    'Expected a window that fits into the padded values, got [1,4,4] for [1,1,1,1]. Pad more.',
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

  test.each(Object.entries(refusals))('%s: refused in one line', async (_name, [run, line]) => {
    await useVariant(variant);
    expect(run).toThrow(line);
  });

  test.each(['Max', 'Min', 'ArgMax', 'ArgMin'])('%s of nothing is refused in one line', async (name) => {
    await useVariant(variant);
    const attrs = { axis: name.startsWith('Arg') ? 1 : [1], reductionIndices: [1], keepDims: false };
    expect(() => runKernel(name, { x: tf.zeros([2, 0]) }, attrs)).toThrow(
      `Expected at least one value for ${name}, got a tensor of shape [2,0] reduced over [1]. Check its shape.`,
    );
  });
});
