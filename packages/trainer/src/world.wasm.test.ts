import { expect, test } from '@jest/globals';
import { batches } from '@pix2pix-ts/data';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { NonFiniteError } from './non-finite-error.ts';
import { replayRanks } from './testing/replayed-world.ts';
import { tinyBatchNormRun, tinyRun } from './testing/tiny-run.ts';
import { train } from './train.ts';
import type { CheckpointEvent } from './train-events.ts';
import type { TrainOptions } from './train-options.ts';
import { ALONE, type World } from './world.ts';

/** The weights of both networks at the end of a run, by name. */
async function finalWeights(options: TrainOptions): Promise<Map<string, Float32Array>> {
  for await (const event of train(options))
    if (event.type === 'checkpoint' && event.step === options.steps) return weightsOf(event);
  throw new Error('no checkpoint came');
}

function weightsOf({ state }: CheckpointEvent): Map<string, Float32Array> {
  const weights = Object.entries(state.tensors).filter(([name]) => name.includes('.param.'));
  return new Map(weights.map(([name, value]) => [name, value.dataSync<'float32'>().slice()]));
}

/** What makes each tensor of a state again. */
type SavedState = Map<string, () => Tensor>;

async function stateAfter(options: TrainOptions): Promise<SavedState> {
  for await (const event of train(options))
    if (event.type === 'checkpoint')
      return new Map(
        Object.entries(event.state.tensors).map(([name, saved]) => {
          const values = saved.dataSync<'float32'>().slice();
          return [name, () => tensor(values, saved.shape)];
        }),
      );
  throw new Error('no checkpoint came');
}

/** The largest difference of each tensor, relative to its largest entry. */
function differences(one: Map<string, Float32Array>, other: Map<string, Float32Array>): Record<string, number> {
  return Object.fromEntries(
    [...one].map(([name, values]) => {
      const largest = Math.max(...values.map(Math.abs));
      return [
        name,
        Math.max(...values.map((value, i) => Math.abs(value - (other.get(name)?.[i] ?? Number.NaN)))) / largest,
      ];
    }),
  );
}

const run = (steps: number, batch: number, world?: World) =>
  tinyRun({ steps, batch, flip: true, jitter: 36, data: noisePairs(5, 32), ...(world && { world }) });

/** Before an instance norm the true gradient is zero, and Adam makes steps of its rounding. */
const HAS_NO_GRADIENT = /^discriminator\.param\.block[234]\.bias$/;

test('two ranks that share a batch reach the weights of one process, and the same bits as each other', async () => {
  const alone = await finalWeights(run(2, 4));
  const [first, second] = await replayRanks(2, (world) => finalWeights(run(2, 4, world)));
  expect(second).toEqual(first);
  for (const [name, difference] of Object.entries(differences(alone, first as Map<string, Float32Array>)))
    if (!HAS_NO_GRADIENT.test(name)) expect({ name, isClose: difference < 1e-5 }).toEqual({ name, isClose: true });
});

test('all ranks begin with the weights of the first', async () => {
  const seeds = [1, 2];
  const weights = await replayRanks(2, async (world) => {
    const from = { ...run(1, 2, world), seed: seeds[world.rank] as number };
    for await (const event of train(from)) if (event.type === 'checkpoint') return weightsOf(event);
    throw new Error('no checkpoint came');
  });
  expect(weights[1]).toEqual(weights[0]);
});

test('ranks resume from the state of the first, in whatever order its tensors come, to the bits of ranks that never stopped', async () => {
  const whole = await replayRanks(2, (world) => finalWeights(run(3, 2, world)));
  const [state] = await replayRanks(2, (world) => stateAfter(run(2, 2, world)));
  const resumed = await replayRanks(2, (world) => {
    const tensors = () =>
      Object.fromEntries([...(state as SavedState)].reverse().map(([name, make]) => [name, make()]));
    const from = { step: 2, position: 4, tensors: world.rank === 0 ? tensors() : {} };
    return finalWeights({ ...run(3, 2, world), from });
  });
  expect(resumed).toEqual(whole);
});

test('ranks with batch norm keep the mean of their running statistics, and resume from it to the same bits', async () => {
  const buffers = (state: SavedState) => [...state].filter(([name]) => name.includes('.buffer.'));
  const batchNormRun = (steps: number, world: World) =>
    tinyBatchNormRun({ steps, batch: 4, data: noisePairs(5, 32), world });
  const [first, second] = (await replayRanks(2, (world) => stateAfter(batchNormRun(1, world)))) as [
    SavedState,
    SavedState,
  ];
  expect(buffers(first).length).toBeGreaterThan(10);
  for (const [name, make] of buffers(first)) expect(make().dataSync()).toEqual(second.get(name)?.().dataSync());
  // The mean over the ranks of the means of their shares is the mean of the full batch, moved a tenth of the way from 0.
  const alone = await stateAfter(batchNormRun(1, { ...ALONE }));
  const mean = 'generator.buffer.first.norm.mean';
  const [shared, whole] = [first, alone].map((state) => state.get(mean)?.().dataSync<'float32'>() as Float32Array);
  for (const [i, value] of (shared as Float32Array).entries()) expect(value).toBeCloseTo(whole?.[i] as number, 6);

  const wholeRun = await replayRanks(2, (world) => finalWeights(batchNormRun(3, world)));
  const [state] = await replayRanks(2, (world) => stateAfter(batchNormRun(2, world)));
  const resumed = await replayRanks(2, (world) => {
    const tensors = Object.fromEntries([...(state as SavedState)].map(([name, make]) => [name, make()]));
    return finalWeights({ ...batchNormRun(3, world), from: { step: 2, position: 8, tensors } });
  });
  expect(resumed).toEqual(wholeRun);
});

test('an abort of one rank stops all after the same step, with a checkpoint', async () => {
  const ends = await replayRanks(2, async (world) => {
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const event of train({ ...run(9, 2, world), signal: stop.signal })) {
      seen.push(`${event.type} ${event.step}`);
      if (world.rank === 1 && event.type === 'step') stop.abort();
    }
    return seen;
  });
  expect(ends[0]).toEqual(['start 0', 'step 1', 'checkpoint 1', 'end 1']);
  expect(ends[1]).toEqual(ends[0]);
});

test('a loss that is not finite on one rank stops all, and its images are named', async () => {
  const errors = await replayRanks(2, async (world) => {
    const options = { ...run(3, 2, world), logEvery: 1 };
    // An image of no number, on the second rank alone.
    const data = {
      ...options.data,
      load: async (index: number) => {
        const { a, b } = await options.data.load(index);
        return world.rank === 1
          ? { a, b: { ...b, data: Float64Array.from(b.data, () => Number.NaN) as never } }
          : { a, b };
      },
    };
    try {
      const seen: string[] = [];
      for await (const event of train({ ...options, jitter: null, data }))
        if (event.type === 'step') seen.push(...event.images);
    } catch (error) {
      if (error instanceof NonFiniteError) return { step: error.step, images: error.images };
      throw error;
    }
    throw new Error('expected an error');
  });
  const alone: string[] = [];
  for await (const { names } of batches(noisePairs(5, 32), { batch: 2, imageSize: 32, seed: 1, flip: true })) {
    alone.push(...names);
    break;
  }
  expect(errors).toEqual([
    { step: 1, images: [alone[1]] },
    { step: 1, images: [alone[1]] },
  ]);
});

test('a batch that the ranks cannot share is refused', async () => {
  const world = { rank: 0, size: 3, allReduceMean() {}, broadcast() {}, allGather: () => [] };
  await expect(train(run(1, 4, world)).next()).rejects.toThrow('Expected a batch that 3 processes can share, got 4');
});
