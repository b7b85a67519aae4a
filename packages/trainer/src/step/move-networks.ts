import type { NamedTensors } from '@pix2pix-ts/ops';
import { moveAverage } from '../ema/moving-average.ts';
import { clipGradients } from '../gradients/clip-gradients.ts';
import type { TrainingState } from '../training-state.ts';
import { averageTensors, type World } from '../world.ts';
import type { StepConfig, StepInputs } from './step-inputs.ts';

/** Moves D against the gradients of this rank's part of the batch, which are taken over. */
export function moveDiscriminator(
  { clip = null }: StepConfig,
  { discriminator }: TrainingState,
  gradients: NamedTensors,
  { learningRate, discriminatorLearningRate = learningRate }: StepInputs,
  world: World,
): void {
  discriminator.optimizer.update(clipGradients(averageTensors(world, gradients), clip), discriminatorLearningRate);
}

/** Moves G, and the average of its weights, likewise. */
export function moveGenerator(
  { clip = null }: StepConfig,
  { generator, average }: TrainingState,
  gradients: NamedTensors,
  { learningRate, averageDecay }: StepInputs,
  world: World,
): void {
  generator.optimizer.update(clipGradients(averageTensors(world, gradients), clip), learningRate);
  if (average && averageDecay) moveAverage(average, generator.optimizer.params, averageDecay);
}
