import './register-gradients.ts';
import { expect, test } from '@jest/globals';
import { nextMacrotask } from '@pix2pix-ts/common';
import { formulaImages } from '@pix2pix-ts/reference';
import {
  backend,
  type DataId,
  type DataType,
  dispose,
  findBackendFactory,
  type KernelBackend,
  registerBackend,
  removeBackend,
  setBackend,
  type Tensor4D,
  tensor4d,
  util,
} from '@tensorflow/tfjs-core';
import { presets } from './presets.ts';
import { trainStep } from './step/train-step.ts';
import { createTrainingState, type TrainingState } from './training-state.ts';

/** The memory that a run takes, in terms of what has to be in it at once. */
const MOST = 1.5;

type Stored = { shape: number[]; dtype: DataType };
/** Where the values of tensors are, and by what they are found. */
type WasmBackend = KernelBackend & {
  readonly bytes: ArrayBufferLike;
  readonly dataIdMap: { set(id: DataId, stored: Stored): void; delete(id: DataId): boolean };
};

/** The backend on a memory of its own, which has not grown yet. */
async function startAfresh(): Promise<WasmBackend> {
  const factory = findBackendFactory('wasm');
  removeBackend('wasm');
  registerBackend('wasm', factory);
  await setBackend('wasm');
  return backend() as WasmBackend;
}

/** Counts the bytes of all values that are alive, those that tensors share once; gives the most that there were. */
function countLiveBytes({ dataIdMap }: WasmBackend): () => number {
  const [set, remove] = [dataIdMap.set.bind(dataIdMap), dataIdMap.delete.bind(dataIdMap)];
  const bytesOf = new Map<DataId, number>();
  let [live, most] = [0, 0];
  const count = (id: DataId, bytes: number) => {
    live += bytes - (bytesOf.get(id) ?? 0);
    bytesOf.set(id, bytes);
    most = Math.max(most, live);
  };
  dataIdMap.set = (id, stored) => {
    count(id, util.sizeFromShape(stored.shape) * util.bytesPerElement(stored.dtype));
    set(id, stored);
  };
  dataIdMap.delete = (id) => {
    count(id, 0);
    return remove(id);
  };
  return () => most;
}

/** The memory that six steps of PyTorch-GAN's networks take in another size, and of what; in bytes. */
async function trainAfresh(imageSize: number, filters: number, batch: number) {
  const wasm = await startAfresh();
  const liveAtMost = countLiveBytes(wasm);
  const { config: seed } = presets['pytorch-gan'];
  const config = {
    ...seed,
    batch,
    generator: { ...seed.generator, imageSize, filters },
    discriminator: { ...seed.discriminator, filters },
  };
  const networks = createTrainingState(config);
  const [input, target] = ['a', 'b'].map((side) =>
    tensor4d(formulaImages(side, batch, imageSize), [batch, imageSize, imageSize, 3]),
  ) as [Tensor4D, Tensor4D];
  for (let step = 1; step <= 6; step++) {
    dispose(trainStep(config, networks, { input, target, learningRate: 2e-4, dropout: { seed: 1, step } }));
    await nextMacrotask();
  }
  return { taken: wasm.bytes.byteLength, live: liveAtMost(), parameters: bytesOfParameters(networks) };
}

const bytesOfParameters = ({ generator, discriminator }: TrainingState) =>
  [generator, discriminator]
    .flatMap(({ optimizer }) => Object.values(optimizer.params))
    .reduce((sum, { size }) => sum + 4 * size, 0);

test('the memory is less than half as much again as parameters, gradients, moments and live activations', async () => {
  const { taken, live, parameters } = await trainAfresh(128, 8, 8); // large activations
  expect(live).toBeGreaterThan(4 * parameters);
  expect(taken / live).toBeLessThanOrEqual(MOST);
});

test('with many parameters this holds even if no activation is counted', async () => {
  const { taken, live, parameters } = await trainAfresh(128, 32, 1);
  expect(live).toBeGreaterThan(3 * parameters);
  expect(taken / (4 * parameters)).toBeLessThanOrEqual(MOST);
});
