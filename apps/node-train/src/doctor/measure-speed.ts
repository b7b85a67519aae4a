import { applyGenerator } from '@pix2pix-ts/models';
import {
  createTrainingState,
  disposeTrainingState,
  networkTensors,
  type PresetName,
  presets,
  trainStep,
} from '@pix2pix-ts/trainer';
import { dispose, matMul, randomUniform, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { Speed } from './diagnosis.ts';

/** The side of the matrices whose product is measured. */
const SIDE = 512;

/** For how long each thing is measured. */
const MILLISECONDS = 1000;

/** Measures the current engine on a preset's networks, and on a product of matrices. */
export async function measureSpeed(preset: PresetName): Promise<Speed> {
  const { generator, batch } = presets[preset].config;
  const productMs = await measureProduct();
  return {
    preset,
    imageSize: generator.imageSize,
    batch,
    gigaflops: (2 * SIDE ** 3) / productMs / 1e6,
    ...(await measureNetworks(preset)),
  };
}

async function measureProduct(): Promise<number> {
  const [a, b] = [randomUniform([SIDE, SIDE]), randomUniform([SIDE, SIDE])];
  const milliseconds = await medianMs(() => finish(matMul(a, b)));
  dispose([a, b]);
  return milliseconds;
}

async function measureNetworks(preset: PresetName): Promise<{ trainStepMs: number; translateMs: number }> {
  const { config } = presets[preset];
  const { imageSize } = config.generator;
  const images = (count: number) => randomUniform([count, imageSize, imageSize, 3], -1, 1) as Tensor4D;
  const state = createTrainingState(config);
  const [input, target, one] = [images(config.batch), images(config.batch), images(1)];
  const trainStepMs = await medianMs(async () => {
    const losses = trainStep(config, state, { input, target, learningRate: config.learningRate, dropout: { seed: 1 } });
    await losses.generator.data();
    dispose(losses);
  });
  const translateMs = await medianMs(() =>
    finish(tidy(() => applyGenerator(config.generator, networkTensors(state.generator), one))),
  );
  disposeTrainingState(state);
  dispose([input, target, one]);
  return { trainStepMs, translateMs };
}

/** Waits for the engine, and frees what it computed. */
async function finish(tensor: Tensor): Promise<void> {
  await tensor.data();
  tensor.dispose();
}

/** The median of some runs after two to warm up; an engine so slow that one run takes too long is measured by that one. */
async function medianMs(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  const times: number[] = [];
  while (times.length < 3 || performance.now() - started < MILLISECONDS) {
    const before = performance.now();
    await run();
    times.push(performance.now() - before);
    if (performance.now() - started > 5 * MILLISECONDS) break;
  }
  const warm = times.slice(Math.min(2, times.length - 1)).sort((left, right) => left - right);
  return warm[warm.length >> 1] as number;
}
