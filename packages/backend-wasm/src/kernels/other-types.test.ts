import { describe, expect, test } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { BackendVariant } from '../create-backend.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

// The kernels are for float32; what else the stock backend takes, it must still be given.

const whole = (shape: number[]) =>
  tf.tensor(
    Int32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((i * 37) % 23) - 11),
    shape,
    'int32',
  );
const truth = (shape: number[]) =>
  tf.tensor(
    Uint8Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((i * 5) % 7) & 1),
    shape,
    'bool',
  );
const words = (shape: number[]) =>
  tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => `word ${i}`),
    shape,
    'string',
  );
const runKernel = (name: string, inputs: object, attrs = {}) =>
  tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attrs) as tf.Tensor;

const NHWC_BLOCKS = { blockSize: 2, dataFormat: 'NHWC' };

/** Kernels that are ours, on types and layouts that ours are not for. */
const cases: Record<string, () => tf.Tensor | tf.Tensor[]> = {
  'Add int32': () => tf.add(whole([3, 5]), whole([5])),
  'Sub int32': () => tf.sub(whole([3, 5]), whole([3, 1])),
  'Multiply int32': () => tf.mul(whole([3, 5]), whole([3, 5])),
  'AddN int32': () => tf.addN([whole([7]), whole([7]), whole([7])]),
  'Abs int32': () => runKernel('Abs', { x: whole([9]) }),
  'Neg int32': () => runKernel('Neg', { x: whole([9]) }),
  'Relu int32': () => runKernel('Relu', { x: whole([9]) }),
  'Sign float32 of int32': () => tf.sign(tf.cast(whole([9]), 'float32')),
  'Cast bool to int32': () => tf.cast(truth([9]), 'int32'),
  'Concat int32': () => tf.concat([whole([3, 2]), whole([3, 4])], 1),
  'Concat bool': () => tf.concat([truth([3, 2]), truth([3, 4])], 1),
  'Concat string': () => tf.concat([words([3, 2]), words([3, 4])], 1),
  // These sizes would fit in NHWC too.
  'Conv2DBackpropInput in NCHW': () =>
    runKernel(
      'Conv2DBackpropInput',
      { dy: tf.cast(whole([1, 2, 3, 2]), 'float32'), filter: tf.cast(whole([1, 1, 2, 2]), 'float32') },
      { strides: [1, 1], pad: 'valid', dataFormat: 'NCHW', inputShape: [1, 2, 3, 2] },
    ),
  'DepthToSpace int32': () => runKernel('DepthToSpace', { x: whole([1, 3, 5, 8]) }, NHWC_BLOCKS),
  'Fill int32': () => tf.fill([5], 3, 'int32'),
  'Fill bool': () => tf.fill([5], 1, 'bool'),
  'Greater int32': () => tf.greater(whole([3, 5]), whole([3, 5])),
  'Identity string': () => tf.clone(words([5])),
  'Identity bool': () => tf.clone(truth([5])),
  'Mean int32': () => tf.mean(whole([3, 4]), 1),
  'OnesLike int32': () => tf.onesLike(whole([5])),
  'ZerosLike bool': () => tf.zerosLike(truth([5])),
  'PadV2 int32': () =>
    tf.pad(whole([3, 5]), [
      [1, 0],
      [0, 2],
    ]),
  'Select int32': () => tf.where(truth([3, 5]), whole([3, 5]), tf.zeros([3, 5], 'int32')),
  'Slice bool': () => tf.slice(truth([3, 5]), [1, 1], [2, 3]),
  'Slice string': () => tf.slice(words([3, 5]), [1, 1], [2, 3]),
  'SplitV int32': () => tf.split(whole([3, 6]), 2, 1),
  'SplitV bool': () => tf.split(truth([3, 6]), 2, 1),
  'Sum int32': () => tf.sum(whole([3, 5]), 0),
  'Sum bool': () => tf.sum(truth([3, 5])),
  'Transpose int32': () => tf.transpose(whole([3, 5, 2]), [2, 0, 1]),
  'Transpose bool': () => tf.transpose(truth([3, 5])),
};

/** Type, shape and values of each output. */
const resultsOf = (run: () => tf.Tensor | tf.Tensor[]) =>
  [run()].flat().map((each) => ({ dtype: each.dtype, shape: each.shape, values: Array.from(each.dataSync()) }));

async function onCpu(run: () => tf.Tensor | tf.Tensor[]) {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false }); // it would print the advice to install tfjs-node
  return resultsOf(run);
}

describe.each(variants.slice(-3).map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test.each(Object.entries(cases))('%s goes to a kernel that can', async (_name, run) => {
    const expected = await onCpu(run);
    await useVariant(variant);
    expect(resultsOf(run)).toEqual(expected);
  });
});

test('DepthToSpace in NCHW goes to the stock kernel', async () => {
  await useVariant(variants[0] as BackendVariant);
  const x = tf.tensor([1, 2, 3, 4], [1, 4, 1, 1]);
  const y = runKernel('DepthToSpace', { x }, { blockSize: 2, dataFormat: 'NCHW' });
  expect({ shape: y.shape, values: [...y.dataSync()] }).toEqual({ shape: [1, 1, 2, 2], values: [1, 2, 3, 4] });
});
