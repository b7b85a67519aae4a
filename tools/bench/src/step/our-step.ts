import type { Precision } from '@pix2pix-ts/common';
import { type CompiledGenerator, compileGenerator } from '@pix2pix-ts/models';
import { formulaImages } from '@pix2pix-ts/reference';
import { createStepRunner, createTrainingState, networkTensors, type World } from '@pix2pix-ts/trainer';
import { dispose, getBackend, type Tensor, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { type PresetName, presetModel, type SquareConfig } from '../preset-model.ts';
import { type BackendName, startBackend } from '../process/start-backend.ts';

/** What a measuring process gets to know. */
export type OurOptions = {
  backend: BackendName;
  preset: PresetName;
  batch?: number;
  threads: number;
  precision?: Precision;
};

/** A model in training and its images; both functions return when the engine is done. */
export type OurStep = {
  backendName: string;
  imageSize: number;
  batch: number;
  /** One update of both networks, as the trainer does it, on images in memory unless given others; gives their losses. */
  trainStep(images?: { input: Tensor4D; target: Tensor4D }): { discriminator: number; generator: number };
  /** The same with all of its JavaScript, also where the engine has compiled the step. */
  plainStep(): void;
  /** The same without waiting for it; gives its losses, which the caller owns. */
  startStep(): Tensor;
  /** One batch through the generator, dropout off, compiled where the engine can, as translators run it; after the last step. */
  translate(): void;
};

/** Starts the backend and sets a preset's model up; `batch` is this rank's own share where a world trains together. */
export async function startOurStep(
  { backend, preset, batch, threads, precision }: OurOptions,
  world?: World,
): Promise<OurStep> {
  await startBackend(backend, threads, precision);
  return createOurStep(presetModel(preset, batch), world);
}

/** A model in training on smooth images, on the current backend. */
export function createOurStep(config: SquareConfig, world?: World): OurStep {
  const { generator, batch, learningRate } = config;
  const { imageSize } = generator;
  const state = createTrainingState(config);
  const [input, target] = ['a', 'b'].map((side) =>
    tensor4d(formulaImages(side, batch, imageSize), [batch, imageSize, imageSize, 3]),
  ) as [Tensor4D, Tensor4D];
  const compiled = createStepRunner(config, state, { ...(world && { world }) });
  const plain = createStepRunner(config, state, { ...(world && { world }), compile: false });
  let step = 0;

  const run = (images = { input, target }, runner = compiled) => runner.run(images, learningRate, ++step);

  function trainStep(images = { input, target }, runner = compiled) {
    const { names, losses } = run(images, runner);
    const values = losses.dataSync<'float32'>();
    dispose(losses);
    const lossOf = (name: string) => values[names.indexOf(name)] as number;
    return { discriminator: lossOf('discriminator'), generator: lossOf('generator') };
  }

  const plainStep = () => void trainStep({ input, target }, plain);
  const startStep = () => run().losses;

  let translator: CompiledGenerator | undefined;

  function translate() {
    translator ??= compileGenerator(generator, networkTensors(state.generator));
    const { run } = translator;
    tidy(() => void run(input).dataSync());
  }

  return { backendName: getBackend(), imageSize, batch, trainStep, plainStep, startStep, translate };
}
