import { describe, expect, test } from '@jest/globals';
import { engine, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { runKernel, wholeNumbers } from '../testing/run-kernel.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

// Axes of size 0: results that are empty, or sums of nothing, which are 0.

const convolution = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
const gradient = { dy: [2, 3, 4, 5], filter: [3, 3, 6, 5] };

/** A kernel, the shapes of its inputs, and its attributes. */
const cases: Record<string, [kernel: string, shapes: Record<string, number[]>, attrs: object]> = {
  'Conv2D of no channels': ['Conv2D', { x: [2, 5, 7, 0], filter: [3, 3, 0, 4] }, convolution],
  'Conv2D to no channels': ['Conv2D', { x: [2, 5, 7, 3], filter: [3, 3, 3, 0] }, convolution],
  'Conv2D of no images': ['Conv2D', { x: [0, 5, 7, 3], filter: [3, 3, 3, 4] }, convolution],
  'Conv2DBackpropInput of no channels': [
    'Conv2DBackpropInput',
    { dy: [2, 3, 4, 0], filter: [3, 3, 6, 0] },
    { ...convolution, inputShape: [2, 5, 7, 6] },
  ],
  'Conv2DBackpropInput, a filter smaller than the stride': [
    'Conv2DBackpropInput',
    { ...gradient, filter: [1, 1, 6, 5] },
    { ...convolution, inputShape: [2, 5, 7, 6] },
  ],
  'Conv2DBackpropFilter of no images': [
    'Conv2DBackpropFilter',
    { x: [0, 5, 7, 6], dy: [0, 3, 4, 5] },
    { ...convolution, filterShape: [3, 3, 6, 5] },
  ],
  'BatchMatMul of no terms': ['BatchMatMul', { a: [2, 5, 0], b: [2, 0, 4] }, {}],
  'BatchMatMul of no rows': ['BatchMatMul', { a: [2, 0, 3], b: [2, 3, 4] }, {}],
  'Add of nothing': ['Add', { a: [3, 0], b: [1] }, {}],
  'Relu of nothing': ['Relu', { x: [3, 0] }, {}],
  'Sum of nothing': ['Sum', { x: [3, 0] }, { axis: [1] }],
  'Sum to nothing': ['Sum', { x: [3, 0] }, { axis: [0] }],
  'Transpose of nothing': ['Transpose', { x: [3, 0, 2] }, { perm: [2, 1, 0] }],
};

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test.each(Object.entries(cases))("%s is the cpu backend's", async (_name, [kernel, shapes, attrs]) => {
    const inputs = Object.fromEntries(
      Object.entries(shapes).map(([input, shape], i) => [input, wholeNumbers(shape, i + 1)]),
    );
    const expected = await runKernel('cpu', kernel, inputs, attrs);
    expect(await runKernel(variant, kernel, inputs, attrs)).toEqual(expected);
  });

  test('BatchNorm of no rows has means of 0', async () => {
    await useVariant(variant);
    const outputs = engine().runKernel('BatchNorm', { x: zeros([0, 3]) }, { epsilon: 1e-5 }) as unknown as Tensor[];
    expect(outputs.map((output) => [...output.dataSync()])).toEqual([[], [0, 0, 0], [0, 0, 0]]);
  });

  test('BatchNormGrad of no rows has gradients of 0 for scale and offset', async () => {
    await useVariant(variant);
    const [x, along] = [zeros([0, 3]), zeros([3])];
    const inputs = { dy: x, x, scale: along, mean: along, inverseStd: along };
    const outputs = engine().runKernel('BatchNormGrad', inputs) as unknown as Tensor[];
    expect(outputs.map((output) => [...output.dataSync()])).toEqual([[], [0, 0, 0], [0, 0, 0]]);
  });

  test('InstanceNorm of images without pixels has deviations of 0', async () => {
    await useVariant(variant);
    const outputs = engine().runKernel('InstanceNorm', { x: zeros([2, 0, 4, 3]) }, { epsilon: 1e-5 });
    const [y, inverseStd] = outputs as unknown as [Tensor, Tensor];
    expect([y.shape, [...inverseStd.dataSync()]]).toEqual([
      [2, 0, 4, 3],
      [0, 0, 0, 0, 0, 0],
    ]);
  });
});
