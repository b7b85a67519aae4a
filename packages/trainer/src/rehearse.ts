import { sidesOf } from '@pix2pix-ts/common';
import { applyGenerator } from '@pix2pix-ts/models';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { fill, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { allFinite } from './are-finite.ts';
import { createLossLog } from './loss-log.ts';
import { createStepRunner } from './step-runner.ts';
import type { TrainConfig } from './train-config.ts';
import {
  disposeTrainingState,
  restoreTrainingState,
  stateSpecs,
  stateTensors,
  translatingTensors,
} from './training-state.ts';

/**
 * Runs everything once that training with this configuration runs — a step, its losses, a sample, the check of the
 * weights — on tensors of its own that are all alike, awaits nothing, reads nothing and keeps nothing: for an engine that
 * compiles what it is going to run, as `warmUp` of @pix2pix-ts/backend-webgpu does.
 *
 * @throws an error of one line for a configuration that cannot be used
 */
export function rehearse(config: TrainConfig): void {
  const { generator, batch, translateStatistics } = config;
  const { inChannels, outChannels } = generator;
  const { width, height } = sidesOf(generator.imageSize);
  const statistics = translateStatistics === 'image' ? 'batch' : 'running';
  const image = (count: number, channels: number) => fill([count, height, width, channels], 0.5) as Tensor4D;
  const state = restoreTrainingState(config, alike(config), 0);
  const log = createLossLog();
  const runner = createStepRunner(config, state);
  tidy(() => {
    const images = { input: image(batch, inChannels), target: image(batch, outChannels) };
    // Two, because the log adds the second to the first.
    for (const step of [1, 2]) {
      const { names, losses } = runner.run(images, 0, step);
      log.add(step, names, losses, []);
    }
    applyGenerator(generator, translatingTensors(state), image(1, inChannels), { dropout: 'off', statistics });
    allFinite(stateTensors(state));
  });
  log.dispose();
  runner.dispose();
  disposeTrainingState(state);
}

function alike(config: TrainConfig): NamedTensors {
  const entries = Object.entries(stateSpecs(config));
  return Object.fromEntries(entries.map(([name, { shape }]) => [name, fill([...shape], 0.5)]));
}
