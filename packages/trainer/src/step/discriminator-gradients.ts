import { discriminatorObjective } from '@pix2pix-ts/losses';
import { applyDiscriminator, judgesPerImage, type LogitMaps, type Mode } from '@pix2pix-ts/models';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { concat, split, type Tensor4D } from '@tensorflow/tfjs-core';
import { type LossAndGradients, lossAndGradients } from '../gradients/loss-and-gradients.ts';
import { exchange } from '../pool/image-pool.ts';
import { moveBuffers, type TrainedNetwork, type TrainingState } from '../training-state.ts';
import type { StepConfig, StepInputs } from './step-inputs.ts';

/** What D minimises against real and fake pairs, and its gradients; it does not move. */
export function discriminatorGradients(
  config: StepConfig,
  { discriminator, pool }: TrainingState,
  { input, target, poolDraws }: StepInputs,
  fake: Tensor4D,
): LossAndGradients {
  const shown =
    pool && poolDraws ? unpaired(exchange(pool, concat([fake, input], 3), poolDraws), fake.shape[3]) : { fake, input };
  return lossAndGradients(discriminator.optimizer.params, (params) => {
    const [real, generated] = judgeBoth(config, discriminator, params, { target, input }, shown);
    return discriminatorObjective(real, generated, config).total;
  });
}

/** Images and the conditions that were joined behind them. */
function unpaired(pairs: Tensor4D, channels: number): { fake: Tensor4D; input: Tensor4D } {
  const [fake, input] = split(pairs, [channels, pairs.shape[3] - channels], 3) as [Tensor4D, Tensor4D];
  return { fake, input };
}

/** D's logits of the real images and of the fake ones. */
function judgeBoth(
  config: StepConfig,
  discriminator: TrainedNetwork,
  params: NamedTensors,
  real: { target: Tensor4D; input: Tensor4D },
  shown: { fake: Tensor4D; input: Tensor4D },
): [Tensor4D[], Tensor4D[]] {
  if (!judgesPerImage(config.discriminator))
    return [
      judge(config, discriminator, params, real.target, real.input),
      judge(config, discriminator, params, shown.fake, shown.input),
    ];
  // In one batch, so that the weights are read once.
  const [targets, conditions] = [concat([real.target, shown.fake]), concat([real.input, shown.input])]; // [2B, H, W, C]
  const both = judge(config, discriminator, params, targets, conditions).map((map) => split(map, 2));
  return [both.map(([ofReal]) => ofReal as Tensor4D), both.map(([, ofFake]) => ofFake as Tensor4D)];
}

/** D's logits of some images with their conditions; `onFeatures` receives what its blocks make of them. */
export function judge(
  { discriminator: config }: StepConfig,
  discriminator: TrainedNetwork,
  params: NamedTensors,
  target: Tensor4D,
  condition: Tensor4D,
  onFeatures?: (features: Tensor4D) => void,
): LogitMaps {
  const tensors = { ...params, ...discriminator.buffers };
  const mode = { ...training(discriminator), ...(onFeatures && { onFeatures }) };
  return applyDiscriminator(config, tensors, target, condition, mode);
}

/** How a network runs in training: each run moves its running statistics, where it has any. */
export function training(network: TrainedNetwork): Mode {
  if (Object.keys(network.buffers).length === 0) return { statistics: 'batch' };
  return { statistics: 'batch', onMovedStatistics: (moved) => moveBuffers(network, moved) };
}
