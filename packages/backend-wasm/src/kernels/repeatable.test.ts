import { expect, test } from '@jest/globals';
import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import { firstDifference } from '../testing/floats.ts';
import { callsOf, kernelCalls } from '../testing/kernel-calls.ts';
import { useVariant } from '../testing/variants.ts';
import { ownKernels } from './index.ts';

/** Every output of a kernel's calls; where it has none, its inputs, which it has changed. */
async function resultsOf(name: string, threads: number, fma: boolean): Promise<ArrayLike<number>[]> {
  await useVariant({ threads, fma, shared: true });
  return callsOf(name).flatMap(({ inputs, attrs = {} }) => {
    const outputs = engine().runKernel(name, inputs as NamedTensorMap, attrs as NamedAttrMap) as Tensor | Tensor[];
    const tensors = [outputs].flat();
    return (tensors.length > 0 ? tensors : Object.values(inputs)).map((result) => result.dataSync());
  });
}

test('there is a call of every kernel', () => {
  expect(Object.keys(kernelCalls).sort()).toEqual(ownKernels.map(({ name }) => name).sort());
});

test.each(Object.keys(kernelCalls))('%s gives the same bits on one thread, two or three, and again', async (name) => {
  for (const fma of [true, false]) {
    const [first, ...others] = [
      await resultsOf(name, 1, fma),
      await resultsOf(name, 2, fma),
      await resultsOf(name, 2, fma),
      await resultsOf(name, 3, fma),
    ];
    for (const other of others)
      for (const [i, result] of (first as ArrayLike<number>[]).entries())
        expect(firstDifference(other[i] as ArrayLike<number>, result)).toBeUndefined();
  }
});
