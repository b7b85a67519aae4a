import { discriminatorObjective, generatorObjective } from '@pix2pix-ts/losses';
import {
  applyDiscriminator,
  applyGenerator,
  type DropoutChoice,
  discriminatorLayers,
  generatorLayers,
  paramsFromNames,
} from '@pix2pix-ts/models';
import type { Adam, NamedTensors } from '@pix2pix-ts/ops';
import { concat, keep, type Scalar, split, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { lossAndGradients } from './loss-and-gradients.ts';
import { type LossChoice, usableLoss } from './own-loss.ts';
import { onSeparateTape } from './separate-tape.ts';
import { averageGradients } from './share-tensors.ts';
import type { TrainConfig } from './train-config.ts';
import { ALONE, type World } from './world.ts';

/** The two networks in training: each optimizer owns its network's parameters. */
export type Networks = {
  /** The network that translates, with its optimizer. */
  generator: Adam;
  /** The network that judges, with its optimizer. */
  discriminator: Adam;
};

/** What goes into one step. */
export type StepInputs = {
  /** The inputs, [B, H, W, C] in [-1, 1]. */
  a: Tensor4D;
  /** The targets, alike. */
  b: Tensor4D;
  /** Of both networks' Adam. */
  learningRate: number;
  /** What dropout does in the generator. */
  dropout: DropoutChoice;
};

/** A step's losses, still on the engine; the caller owns the scalars. `generator` is adversarial + lambda * reconstruction. */
export type StepLosses = Record<'discriminator' | 'adversarial' | 'reconstruction' | 'generator', Scalar>;

/** What of a configuration a step needs; the reconstruction loss by its name, or a function of your own. */
export type StepConfig = Pick<TrainConfig, 'generator' | 'discriminator' | 'adversarial' | 'lambda'> & {
  /** How far the fake is from its target. */
  reconstruction: LossChoice;
};

/**
 * One training step: the fake once; then D against the fake; then G through the updated D (Isola et al. 2017, section 3.3,
 * in the order of PyTorch-GAN). Both networks' parameters move, each by Adam in its own place; `inputs` stay the caller's.
 *
 * @param world the ranks that share the batch: each gives its part of it, and both networks move by the gradients of the
 *   whole. The losses are those of the own part. @default this process alone
 * @returns the losses from before the step, four scalars that the caller owns; nobody has looked whether they are finite
 */
export function trainStep(
  config: StepConfig,
  networks: Networks,
  inputs: StepInputs,
  world: World = ALONE,
): StepLosses {
  const { a, b, learningRate, dropout } = inputs;
  const objective = { ...config, reconstruction: usableLoss(config.reconstruction) };
  return tidy(() => {
    const kept: Partial<StepLosses> = {};
    const { loss, gradients } = lossAndGradients(networks.generator.params, (params) => {
      const fake = runGenerator(config, params, a, dropout);
      kept.discriminator = keep(
        onSeparateTape(() => updateDiscriminator(config, networks.discriminator, inputs, fake, world)),
      );
      const logits = runDiscriminator(config, networks.discriminator.params, fake, a);
      const { total, adversarial, reconstruction } = generatorObjective(logits, fake, b, objective);
      kept.adversarial = keep(adversarial);
      kept.reconstruction = keep(reconstruction);
      return total;
    });
    networks.generator.update(averageGradients(world, gradients), learningRate);
    return { ...kept, generator: loss } as StepLosses;
  });
}

/** Moves D one step against real and fake pairs, and returns its loss from before. */
function updateDiscriminator(
  config: StepConfig,
  discriminator: Adam,
  { a, b, learningRate }: StepInputs,
  fake: Tensor4D,
  world: World,
): Scalar {
  return tidy(() => {
    // Real and fake in one batch: the weights are read once, and instance norm keeps the images apart.
    const [targets, conditions] = [concat([b, fake]), concat([a, a])]; // [2B, H, W, C]
    const { loss, gradients } = lossAndGradients(discriminator.params, (params) => {
      const [targetLogits, fakeLogits] = split(runDiscriminator(config, params, targets, conditions), 2) as [
        Tensor4D,
        Tensor4D,
      ];
      return discriminatorObjective(targetLogits, fakeLogits, config);
    });
    discriminator.update(averageGradients(world, gradients), learningRate);
    return loss;
  });
}

function runGenerator({ generator }: StepConfig, params: NamedTensors, x: Tensor4D, dropout: DropoutChoice): Tensor4D {
  return applyGenerator(generator, paramsFromNames(generatorLayers(generator), params), x, { dropout });
}

function runDiscriminator(
  { discriminator }: StepConfig,
  params: NamedTensors,
  target: Tensor4D,
  condition: Tensor4D,
): Tensor4D {
  return applyDiscriminator(
    discriminator,
    paramsFromNames(discriminatorLayers(discriminator), params),
    target,
    condition,
  );
}
