import { add, mul, type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type GanLossName, ganLosses } from './gan-losses.ts';
import {
  l1,
  type ReconstructionLoss,
  type ReconstructionLossName,
  reconstructionLosses,
} from './reconstruction-losses.ts';

/** D's logits: a map, or one for each scale at which it judges. */
export type Logits = Tensor | readonly Tensor[];

/** What a network minimises, and the parts that it is made of by their names; the caller owns the scalars. */
export type Objective = {
  /** Differentiable in what the objective was given. */
  total: Scalar;
  /** Not yet weighted. Whatever prints or plots losses goes through these names. */
  terms: Record<string, Scalar>;
};

/** @see discriminatorObjective */
export type DiscriminatorObjectiveOptions = {
  /** The name of a GAN loss. @default 'bce' */
  adversarial?: GanLossName;
  /** How far below 1 the label of real images is, 0 to 0.5, for a loss that takes it. @default 0 */
  labelSmoothing?: number;
};

/** @see generatorObjective */
export type GeneratorObjectiveOptions = Omit<DiscriminatorObjectiveOptions, 'labelSmoothing'> & {
  /** The name of a loss, or a function of your own. @default 'l1' */
  reconstruction?: ReconstructionLossName | ReconstructionLoss;
  /** The weight of the reconstruction. @default 100 */
  lambda?: number;
  /** The features of D to be matched, with their weight. @default none: there is no such term */
  matching?: FeatureMatching | undefined;
  /** A distance in the eyes of another network, such as LPIPS, with its weight. @default none: there is no such term */
  perceptual?: PerceptualTerm | undefined;
};

/** A perceptual term of the generator's objective. */
export type PerceptualTerm = {
  /** Of outputs and targets: a mean over the batch, differentiable in the outputs. */
  distance: ReconstructionLoss;
  /** The weight of the term. */
  weight: number;
};

/** What D's blocks make of generated and of real pairs. */
export type FeatureMatching = {
  /** Of the updated D for the fake, block by block. */
  fake: readonly Tensor[];
  /** Of real pairs, of the same shapes; no gradient goes through them. */
  real: readonly Tensor[];
  /** The weight of the term. */
  weight: number;
};

/**
 * How far apart D's features of generated and of real pairs are (Wang et al. 2018, section 3.3): four times the mean over the
 * blocks of the mean absolute error, as in the code of pix2pixHD, which has a weight of 10 for it.
 *
 * @returns a scalar, owned by the caller; differentiable in the fake's.
 * @throws RangeError where there are no features
 */
export function featureDistance({ fake, real }: Pick<FeatureMatching, 'fake' | 'real'>): Scalar {
  if (fake.length === 0)
    throw new RangeError(
      "Expected a discriminator that hands out its features with feature matching, got one that has none. Use 'patch', 'pixel' or 'multi-scale'.",
    );
  return tidy(() => {
    const distances = fake.map((features, i) => l1(features, real[i] as Tensor));
    return mul(
      distances.reduce((sum, distance) => add(sum, distance)),
      4 / fake.length,
    );
  });
}

/**
 * What the discriminator minimises, added up over the maps of logits. It has no further terms.
 *
 * @param targetLogits D's logits of real pairs
 * @param fakeLogits D's logits of generated ones; the fake itself must not pass gradients on to the generator
 */
export function discriminatorObjective(
  targetLogits: Logits,
  fakeLogits: Logits,
  { adversarial = 'bce', labelSmoothing = 0 }: DiscriminatorObjectiveOptions = {},
): Objective {
  const loss = ganLosses.get(adversarial);
  const [real, generated] = [mapsOf(targetLogits), mapsOf(fakeLogits)];
  const total = tidy(() =>
    sumOf(real.map((map, i) => loss.discriminator(map, generated[i] as Tensor, labelSmoothing))),
  );
  return { total, terms: {} };
}

function mapsOf(logits: Logits): readonly Tensor[] {
  return 'dataId' in logits ? [logits] : logits;
}

/** A sum over the scales, as in pix2pixHD (Wang et al. 2018, section 3.2): each discriminator plays a game of its own. */
function sumOf(losses: readonly Scalar[]): Scalar {
  return losses.reduce((sum, loss) => add(sum, loss));
}

/**
 * What the generator minimises: its adversarial loss, added up over the maps of logits, + lambda * its reconstruction loss
 * (Isola et al. 2017, eq. 4). The terms are `adversarial`, and the reconstruction under its own name: `l1`, or
 * `reconstruction` for a function of yours; `features`, where these are to be matched; and `perceptual`, where there is such
 * a term.
 *
 * @param fakeLogits logits of the updated D for the fake
 * @param fake [B, H, W, C] in [-1, 1]
 * @param target of the fake's shape
 */
export function generatorObjective(
  fakeLogits: Logits,
  fake: Tensor,
  target: Tensor,
  { adversarial = 'bce', reconstruction = 'l1', lambda = 100, matching, perceptual }: GeneratorObjectiveOptions = {},
): Objective {
  const loss = ganLosses.get(adversarial);
  const isOwn = typeof reconstruction === 'function';
  const reconstruct = isOwn ? reconstruction : reconstructionLosses.get(reconstruction);
  return tidy(() => {
    const judged = sumOf(mapsOf(fakeLogits).map((map) => loss.generator(map)));
    const apart = reconstruct(fake, target);
    const terms = { adversarial: judged, [isOwn ? 'reconstruction' : reconstruction]: apart };
    const more = {
      ...(matching && { features: { distance: featureDistance(matching), weight: matching.weight } }),
      ...(perceptual && { perceptual: { distance: perceptual.distance(fake, target), weight: perceptual.weight } }),
    };
    let total: Scalar = add(judged, mul(apart, lambda));
    for (const { distance, weight } of Object.values(more)) total = add(total, mul(distance, weight));
    const further = Object.fromEntries(Object.entries(more).map(([name, { distance }]) => [name, distance]));
    return { total, terms: { ...terms, ...further } };
  });
}
