import { sidesOf } from '@pix2pix-ts/common';
import { compileGenerator } from '@pix2pix-ts/models';
import {
  createStepRunner,
  createTrainingState,
  disposeTrainingState,
  networkTensors,
  type TrainConfig,
} from '@pix2pix-ts/trainer';
import { dispose, randomUniform, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';

/** For how long each thing is measured. */
const MILLISECONDS = 1000;
/** Runs that do not count: an engine that compiles steps runs the first three as usual. */
const WARM_UP = 4;

/** Medians, after a warm-up. */
export type NetworkSpeed = {
  /** A step with the configuration's batch. */
  readonly trainStepMs: number;
  /** One image. */
  readonly translateMs: number;
};

/** Measures the current engine on new networks of a configuration and on noise. */
export async function measureNetworks(config: TrainConfig): Promise<NetworkSpeed> {
  const { inChannels, outChannels } = config.generator;
  const { width, height } = sidesOf(config.generator.imageSize);
  const images = (count: number, channels: number) =>
    randomUniform([count, height, width, channels], -1, 1) as Tensor4D;
  const state = createTrainingState(config);
  const input = images(config.batch, inChannels);
  const target = images(config.batch, outChannels);
  const one = images(1, inChannels);
  const runner = createStepRunner(config, state);
  let step = 0;
  const trainStepMs = await medianMs(() => finish(runner.run({ input, target }, config.learningRate, ++step).losses));
  const translator = compileGenerator(config.generator, networkTensors(state.generator));
  const translateMs = await medianMs(() => finish(translator.run(one)));
  runner.dispose();
  translator.dispose();
  disposeTrainingState(state);
  dispose([input, target, one]);
  return { trainStepMs, translateMs };
}

/** Waits for the engine, and frees what it computed. */
export async function finish(tensor: Tensor): Promise<void> {
  await tensor.data();
  tensor.dispose();
}

/** The median of some runs after a few to warm up; an engine so slow that one run takes too long is measured by that one. */
export async function medianMs(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  const times: number[] = [];
  while (times.length <= WARM_UP || performance.now() - started < MILLISECONDS) {
    const before = performance.now();
    await run();
    times.push(performance.now() - before);
    if (performance.now() - started > 5 * MILLISECONDS) break;
  }
  const warm = times.slice(Math.min(WARM_UP, times.length - 1)).sort((left, right) => left - right);
  return warm[warm.length >> 1] as number;
}
