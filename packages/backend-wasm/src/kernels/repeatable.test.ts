import { expect, test } from '@jest/globals';
import { runKernel } from '../testing/run-kernel.ts';
import { mixedNumbers } from '../testing/sampled.ts';

const attrs = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
const x = mixedNumbers([1, 32, 32, 70], 1);
const filter = mixedNumbers([4, 4, 70, 90], 2);
const dy = mixedNumbers([1, 16, 16, 90], 3);
const a = mixedNumbers([1, 3, 700], 4);
const b = mixedNumbers([1, 700, 530], 5);
const calls = [
  ['Conv2D', { x, filter }, attrs],
  ['Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape: x.shape }],
  ['Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: filter.shape }],
  ['BatchMatMul', { a, b }, { transposeA: false, transposeB: false }],
] as const;

test.each(calls)('%s gives the same bits again, on one thread, two or three', async (kernel, inputs, kernelAttrs) => {
  const results = [];
  for (const threads of [2, 2, 1, 3])
    results.push(await runKernel({ threads, fma: true, shared: true }, kernel, inputs, kernelAttrs));
  for (const result of results) expect(result).toEqual(results[0]);
});
