import { applyGenerator } from '@pix2pix-ts/models';
import { formulaImages } from '@pix2pix-ts/reference';
import {
  createTrainingState,
  networkTensors,
  type TrainConfig,
  trainStep as trainOneStep,
  type World,
} from '@pix2pix-ts/trainer';
import { dispose, getBackend, type Scalar, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { type PresetName, presetModel } from '../preset-model.ts';
import { type BackendName, startBackend } from '../process/start-backend.ts';

/** What a measuring process gets to know. */
export type OurOptions = { backend: BackendName; preset: PresetName; batch?: number; threads: number };

/** A model in training and its images; both functions return when the engine is done. */
export type OurStep = {
  backendName: string;
  imageSize: number;
  batch: number;
  /** One update of both networks, as the trainer does it, on images in memory unless given others; gives their losses. */
  trainStep(images?: { input: Tensor4D; target: Tensor4D }): { discriminator: number; generator: number };
  /** One batch through the generator, dropout off. */
  translate(): void;
};

/** Starts the backend and sets a preset's model up; `batch` is this rank's own share where a world trains together. */
export async function startOurStep({ backend, preset, batch, threads }: OurOptions, world?: World): Promise<OurStep> {
  await startBackend(backend, threads);
  return createOurStep(presetModel(preset, batch), world);
}

/** A model in training on smooth images, on the current backend. */
export function createOurStep(config: TrainConfig, world?: World): OurStep {
  const { generator, batch, seed, learningRate } = config;
  const { imageSize } = generator;
  const state = createTrainingState(config);
  const [input, target] = ['a', 'b'].map((side) =>
    tensor4d(formulaImages(side, batch, imageSize), [batch, imageSize, imageSize, 3]),
  ) as [Tensor4D, Tensor4D];
  let step = 0;

  function trainStep(images = { input, target }) {
    step++;
    const dropout = { seed, step };
    const losses = trainOneStep(config, state, { ...images, learningRate, dropout }, world);
    const numbers = { discriminator: readScalar(losses.discriminator), generator: readScalar(losses.generator) };
    dispose(losses);
    return numbers;
  }

  function translate() {
    tidy(() => void applyGenerator(generator, networkTensors(state.generator), input).dataSync());
  }

  return { backendName: getBackend(), imageSize, batch, trainStep, translate };
}

function readScalar(loss: Scalar): number {
  return loss.dataSync()[0] as number;
}
