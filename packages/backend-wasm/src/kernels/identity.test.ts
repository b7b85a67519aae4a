import { expect, test } from '@jest/globals';
import { clone, memory, tensor } from '@tensorflow/tfjs-core';
import { useVariant } from '../testing/variants.ts';

test('a clone shares the values, and outlives the tensor it was made from', async () => {
  await useVariant({ threads: 1, fma: true, shared: true });
  const before = memory().numDataBuffers;
  const x = tensor([1, 2, 3]);
  const copy = clone(x);
  expect(memory().numDataBuffers).toBe(before + 1);
  x.dispose();
  expect([...copy.dataSync()]).toEqual([1, 2, 3]);
  copy.dispose();
  expect(memory().numDataBuffers).toBe(before);
});
