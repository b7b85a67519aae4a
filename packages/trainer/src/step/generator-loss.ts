import { generatorObjective, type Objective } from '@pix2pix-ts/losses';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { onSeparateTape } from '../gradients/separate-tape.ts';
import { usableLoss } from '../own-loss.ts';
import type { TrainingState } from '../training-state.ts';
import { judge } from './discriminator-gradients.ts';
import type { StepConfig, StepInputs } from './step-inputs.ts';

/** What G minimises for a fake, through D as it is now; differentiable in the fake. */
export function generatorLoss(
  config: StepConfig,
  { discriminator }: TrainingState,
  { input, target }: StepInputs,
  fake: Tensor4D,
): Objective {
  const { featureMatching: weight = 0, perceptual: perceptualWeight = 0, perceptualDistance: distance } = config;
  const perceptual = distance && perceptualWeight > 0 ? { distance, weight: perceptualWeight } : undefined;
  const { adversarial, lambda } = config;
  const objective = { adversarial, lambda, reconstruction: usableLoss(config.reconstruction), perceptual };
  const { params } = discriminator.optimizer;
  if (weight === 0) {
    const logits = judge(config, discriminator, params, fake, input);
    return generatorObjective(logits, fake, target, objective);
  }
  const [ofFake, ofReal]: [Tensor4D[], Tensor4D[]] = [[], []];
  const logits = judge(config, discriminator, params, fake, input, (each) => ofFake.push(each));
  onSeparateTape(() => judge(config, discriminator, params, target, input, (each) => ofReal.push(each)));
  return generatorObjective(logits, fake, target, { ...objective, matching: { fake: ofFake, real: ofReal, weight } });
}
