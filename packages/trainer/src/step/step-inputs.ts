import type { ReconstructionLoss } from '@pix2pix-ts/losses';
import type { DropoutChoice } from '@pix2pix-ts/models';
import type { Changing } from '@pix2pix-ts/ops';
import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core';
import type { LossChoice } from '../own-loss.ts';
import type { PoolDraws } from '../pool/pool-draws.ts';
import type { TrainConfig } from '../train-config.ts';

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
  /** Where the state has an average: how much of it stays, see `decayAt`. @default the average stays as it is */
  averageDecay?: Scalar;
  /** Where the state has a pool: what is exchanged with it. @default nothing */
  poolDraws?: PoolDraws;
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
  /** The distance whose weight is `perceptual`. @default there is no such term */
  perceptualDistance?: ReconstructionLoss | undefined;
} & Partial<Pick<TrainConfig, 'labelSmoothing' | 'featureMatching' | 'perceptual' | 'clip' | 'accumulate'>>;

/** Which networks a step moves: both, or the discriminator alone, as at the beginning of a fine-tuning. */
export type Moves = 'both' | 'discriminator';
