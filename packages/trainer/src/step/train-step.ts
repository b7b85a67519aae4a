import { applyGenerator } from '@pix2pix-ts/models';
import { keep, type Scalar, tidy } from '@tensorflow/tfjs-core';
import { lossAndGradients } from '../gradients/loss-and-gradients.ts';
import { onSeparateTape } from '../gradients/separate-tape.ts';
import { averageBuffers, type TrainingState } from '../training-state.ts';
import { ALONE, type World } from '../world.ts';
import { discriminatorGradients, training } from './discriminator-gradients.ts';
import { generatorLoss } from './generator-loss.ts';
import { moveDiscriminator, moveGenerator } from './move-networks.ts';
import { stepInParts } from './step-in-parts.ts';
import type { Moves, StepConfig, StepInputs, StepLosses } from './step-inputs.ts';

/**
 * One training step: the fake once; then D against the fake; then G through the updated D (Isola et al. 2017, section 3.3,
 * in the order of PyTorch-GAN). Both networks' parameters move, each by Adam in its own place, and running statistics with
 * each run of their network; `inputs` stay the caller's.
 *
 * @param world the ranks that share the batch: each gives its part of it, and both networks move by the gradients of the
 *   full batch. The losses are those of this rank's part. Batch norm divides by the statistics of this part too, and the
 *   running ones that are kept are the mean over the ranks. @default this process alone
 * @param moves see `Moves`. @default 'both'
 * @returns the losses from before the step, scalars that the caller owns; they have not been checked for being finite
 */
export function trainStep(
  config: StepConfig,
  state: TrainingState,
  inputs: StepInputs,
  world: World = ALONE,
  moves: Moves = 'both',
): StepLosses {
  const { accumulate = 1 } = config;
  return tidy(() => {
    const losses =
      accumulate === 1 && moves === 'both'
        ? stepAtOnce(config, state, inputs, world)
        : stepInParts(config, state, inputs, world, { parts: accumulate, moves });
    for (const network of [state.generator, state.discriminator]) averageBuffers(world, network);
    return losses;
  });
}

/** D's update in the middle of G's gradient, so that the generator runs once. */
function stepAtOnce(config: StepConfig, state: TrainingState, inputs: StepInputs, world: World): StepLosses {
  const { input, dropout } = inputs;
  const { generator } = state;
  let ofDiscriminator: Scalar | undefined;
  let terms: Record<string, Scalar> = {};
  const { loss, gradients } = lossAndGradients(generator.optimizer.params, (params) => {
    const tensors = { ...params, ...generator.buffers };
    const fake = applyGenerator(config.generator, tensors, input, { dropout, ...training(generator) });
    ofDiscriminator = onSeparateTape(() =>
      tidy(() => {
        const own = discriminatorGradients(config, state, inputs, fake);
        moveDiscriminator(config, state, own.gradients, inputs, world);
        return keep(own.loss);
      }),
    );
    const { total, terms: parts } = generatorLoss(config, state, inputs, fake);
    terms = Object.fromEntries(Object.entries(parts).map(([name, term]) => [name, keep(term)]));
    return total;
  });
  moveGenerator(config, state, gradients, inputs, world);
  return { discriminator: ofDiscriminator as Scalar, ...terms, generator: loss };
}
