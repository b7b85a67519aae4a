import { discriminatorObjective, generatorObjective } from '@pix2pix-ts/losses';
import { applyDiscriminator, applyGenerator, type DropoutChoice, judgesPerImage, type Mode } from '@pix2pix-ts/models';
import type { Changing, NamedTensors } from '@pix2pix-ts/ops';
import { concat, keep, type Scalar, split, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { lossAndGradients } from './loss-and-gradients.ts';
import { type LossChoice, usableLoss } from './own-loss.ts';
import { onSeparateTape } from './separate-tape.ts';
import type { TrainConfig } from './train-config.ts';
import { averageBuffers, moveBuffers, type TrainedNetwork, type TrainingState } from './training-state.ts';
import { ALONE, averageTensors, type World } from './world.ts';

/** What goes into one step. */
export type StepInputs = {
  /** What the generator is given, [B, H, W, C] in [-1, 1]. */
  input: Tensor4D;
  /** What it should make of it, likewise. */
  target: Tensor4D;
  /** Of both networks' Adam; in a compiled step a function, which is asked for it each time. */
  learningRate: Changing<number>;
  /** Of the discriminator's Adam. @default `learningRate` */
  discriminatorLearningRate?: Changing<number>;
  /** What dropout does in the generator. */
  dropout: DropoutChoice;
};

/**
 * A step's losses by name, still on the engine; the caller owns the scalars: what each network minimises, and between them
 * the terms of the generator's objective, not yet weighted.
 */
export type StepLosses = {
  /** What the discriminator minimises. */
  discriminator: Scalar;
  /** What the generator minimises. */
  generator: Scalar;
  /** A term of that, not weighted. */
  [term: string]: Scalar;
};

/** What of a configuration a step needs; the reconstruction loss by its name, or a function of your own. */
export type StepConfig = Pick<TrainConfig, 'generator' | 'discriminator' | 'adversarial' | 'lambda'> & {
  /** How far the fake is from its target. */
  reconstruction: LossChoice;
};

/**
 * One training step: the fake once; then D against the fake; then G through the updated D (Isola et al. 2017, section 3.3,
 * in the order of PyTorch-GAN). Both networks' parameters move, each by Adam in its own place, and running statistics with
 * each run of their network; `inputs` stay the caller's.
 *
 * @param world the ranks that share the batch: each gives its part of it, and both networks move by the gradients of the
 *   full batch. The losses are those of this rank's part. Batch norm divides by the statistics of this part too, and the
 *   running ones that are kept are the mean over the ranks. @default this process alone
 * @returns the losses from before the step, scalars that the caller owns; they have not been checked for being finite
 */
export function trainStep(
  config: StepConfig,
  state: TrainingState,
  inputs: StepInputs,
  world: World = ALONE,
): StepLosses {
  const { input, target, learningRate, dropout } = inputs;
  const { generator, discriminator } = state;
  const objective = { ...config, reconstruction: usableLoss(config.reconstruction) };
  return tidy(() => {
    let ofDiscriminator: Scalar | undefined;
    let terms: Record<string, Scalar> = {};
    const { loss, gradients } = lossAndGradients(generator.optimizer.params, (params) => {
      const tensors = { ...params, ...generator.buffers };
      const fake = applyGenerator(config.generator, tensors, input, { dropout, ...training(generator) });
      ofDiscriminator = onSeparateTape(() => keep(updateDiscriminator(config, discriminator, inputs, fake, world)));
      const logits = judge(config, discriminator, discriminator.optimizer.params, fake, input);
      const { total, terms: parts } = generatorObjective(logits, fake, target, objective);
      terms = Object.fromEntries(Object.entries(parts).map(([name, term]) => [name, keep(term)]));
      return total;
    });
    generator.optimizer.update(averageTensors(world, gradients), learningRate);
    for (const network of [generator, discriminator]) averageBuffers(world, network);
    return { discriminator: ofDiscriminator as Scalar, ...terms, generator: loss };
  });
}

/** Moves D one step against real and fake pairs, and returns its loss from before. */
function updateDiscriminator(
  config: StepConfig,
  discriminator: TrainedNetwork,
  { input, target, learningRate, discriminatorLearningRate = learningRate }: StepInputs,
  fake: Tensor4D,
  world: World,
): Scalar {
  const { optimizer } = discriminator;
  return tidy(() => {
    const { loss, gradients } = lossAndGradients(optimizer.params, (params) => {
      const [real, generated] = judgeBoth(config, discriminator, params, target, fake, input);
      return discriminatorObjective(real, generated, config).total;
    });
    optimizer.update(averageTensors(world, gradients), discriminatorLearningRate);
    return loss;
  });
}

/** D's logits of the real images and of the fake ones. */
function judgeBoth(
  config: StepConfig,
  discriminator: TrainedNetwork,
  params: NamedTensors,
  target: Tensor4D,
  fake: Tensor4D,
  input: Tensor4D,
): [Tensor4D, Tensor4D] {
  if (!judgesPerImage(config.discriminator))
    return [judge(config, discriminator, params, target, input), judge(config, discriminator, params, fake, input)];
  // In one batch, so that the weights are read once.
  const [targets, conditions] = [concat([target, fake]), concat([input, input])]; // [2B, H, W, C]
  return split(judge(config, discriminator, params, targets, conditions), 2) as [Tensor4D, Tensor4D];
}

function judge(
  { discriminator: config }: StepConfig,
  discriminator: TrainedNetwork,
  params: NamedTensors,
  target: Tensor4D,
  condition: Tensor4D,
): Tensor4D {
  const tensors = { ...params, ...discriminator.buffers };
  return applyDiscriminator(config, tensors, target, condition, training(discriminator));
}

/** How a network runs in training: each run moves its running statistics, where it has any. */
function training(network: TrainedNetwork): Mode {
  if (Object.keys(network.buffers).length === 0) return { statistics: 'batch' };
  return { statistics: 'batch', onMovedStatistics: (moved) => moveBuffers(network, moved) };
}
