import { batches, batchTensors } from '@pix2pix-ts/data';
import { openPairs } from '@pix2pix-ts/data/node';
import { dispose } from '@tensorflow/tfjs-core';
import type { OurStep } from './our-step.ts';

/** What the data loader adds to a training step. */
export type LoadedStep = {
  /** The mean of a step that waits for its batch, makes tensors of it and trains on it. */
  loadedStepMs: number;
  /** The mean of a step on images that are tensors already, half before those and half after, in the same process. */
  inMemoryStepMs: number;
};

/** Trains on a folder of pairs as the trainer does, and on images in memory. Means, because a wait is seldom and long. */
export async function measureLoadedStep(ours: OurStep, folder: string, steps: number): Promise<LoadedStep> {
  const pairs = await openPairs(folder, { split: 'train' });
  const stream = batches(pairs, { batch: ours.batch, imageSize: ours.imageSize, flip: true, seed: 1 });
  const loaded = async () => {
    const { value: batch } = await stream.next();
    if (batch === undefined) throw new Error(`Expected pairs to train on in ${folder}, got none.`);
    const images = batchTensors(batch);
    ours.trainStep(images);
    dispose(images);
  };
  const inMemory = async () => void ours.trainStep();
  try {
    const half = Math.ceil(steps / 2);
    const before = await meanOf(half, inMemory);
    const loadedStepMs = await meanOf(steps, loaded);
    const after = await meanOf(half, inMemory);
    return { loadedStepMs, inMemoryStepMs: (before + after) / 2 };
  } finally {
    await stream.return(undefined as never);
  }
}

/** Milliseconds of one call, in the mean of many, the turn of the event loop between two included. */
async function meanOf(calls: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  for (let call = 0; call < calls; call++) {
    await work();
    await new Promise(setImmediate); // as training does, so that decoded images get through
  }
  return (performance.now() - start) / calls;
}
