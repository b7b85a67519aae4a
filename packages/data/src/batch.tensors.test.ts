import { expect, test } from '@jest/globals';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { dispose, memory } from '@tensorflow/tfjs-core';
import { batchTensors } from './batch-tensors.ts';
import { batches } from './batches.ts';

test('a batch becomes two tensors of its values, and nothing else', async () => {
  const { value: batch } = await batches(noisePairs(3), { batch: 2, imageSize: 4, seed: 1 }).next();
  const before = memory().numTensors;
  const tensors = batchTensors(batch);
  expect(memory().numTensors).toBe(before + 2);
  expect(tensors.input.shape).toEqual([2, 4, 4, 3]);
  expect(await tensors.input.data()).toEqual(batch.input);
  expect(await tensors.target.data()).toEqual(batch.target);
  dispose(tensors);
  expect(memory().numTensors).toBe(before);
});
