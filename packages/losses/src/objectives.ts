import { add, mul, type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type AdversarialLossName, adversarialLosses } from './adversarial-losses.ts';
import { type ReconstructionLoss, type ReconstructionLossName, reconstructionLosses } from './reconstruction-losses.ts';

/** @see discriminatorObjective */
export type DiscriminatorObjectiveOptions = {
  /** @default 'bce' */
  adversarial?: AdversarialLossName;
};

/** @see generatorObjective */
export type GeneratorObjectiveOptions = DiscriminatorObjectiveOptions & {
  /** The name of a loss, or a function of your own. @default 'l1' */
  reconstruction?: ReconstructionLossName | ReconstructionLoss;
  /** The weight of the reconstruction. @default 100 */
  lambda?: number;
};

/** What the generator minimises, and the two parts it is made of; the caller owns the three scalars. */
export type GeneratorObjective = {
  /** adversarial + lambda * reconstruction; differentiable in logits, fake and target. */
  total: Scalar;
  /** How far D is from calling the fake real. */
  adversarial: Scalar;
  /** How far the fake is from its target, not yet weighted. */
  reconstruction: Scalar;
};

/**
 * What the discriminator minimises: (A(D(target), real) + A(D(fake), fake)) / 2. The half slows D down beside G
 * (Isola et al. 2017, section 3.3).
 *
 * @param targetLogits D's logits of real pairs
 * @param fakeLogits D's logits of generated ones; the fake itself must not pass gradients on to the generator
 * @returns a scalar, owned by the caller; differentiable in both.
 */
export function discriminatorObjective(
  targetLogits: Tensor,
  fakeLogits: Tensor,
  { adversarial = 'bce' }: DiscriminatorObjectiveOptions = {},
): Scalar {
  const loss = adversarialLosses[adversarial];
  return tidy(() => mul(add(loss(targetLogits, true), loss(fakeLogits, false)), 0.5));
}

/**
 * What the generator minimises: A(D(fake), real) + lambda * R(fake, target), in the form that does not saturate
 * (Isola et al. 2017, eq. 4 and section 3.3).
 *
 * @param fakeLogits logits of the updated D for the fake
 * @param fake [B, H, W, C] in [-1, 1]
 * @param target of the fake's shape
 */
export function generatorObjective(
  fakeLogits: Tensor,
  fake: Tensor,
  target: Tensor,
  { adversarial = 'bce', reconstruction = 'l1', lambda = 100 }: GeneratorObjectiveOptions = {},
): GeneratorObjective {
  const distance = typeof reconstruction === 'function' ? reconstruction : reconstructionLosses[reconstruction];
  return tidy(() => {
    const parts = {
      adversarial: adversarialLosses[adversarial](fakeLogits, true),
      reconstruction: distance(fake, target),
    };
    return { total: add(parts.adversarial, mul(parts.reconstruction, lambda)), ...parts };
  });
}
