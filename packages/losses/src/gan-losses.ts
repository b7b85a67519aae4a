import { createTable, type NameOf } from '@pix2pix-ts/common';
import { engineKernel } from '@pix2pix-ts/common/engine-kernel';
import {
  abs,
  add,
  customGrad,
  exp,
  log1p,
  mean,
  mul,
  neg,
  relu,
  type Scalar,
  sigmoid,
  square,
  sub,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';

/** What the two networks play for. Each gives a scalar that the caller owns, differentiable in the logits. */
export type GanLoss = {
  /**
   * What D minimises, from its logits of real images and of generated ones.
   *
   * @param smoothing how far below 1 the label of real images is (Salimans et al. 2016, section 3.4); never above 0 for a loss
   *   that does not take it
   */
  discriminator(real: Tensor, fake: Tensor, smoothing?: number): Scalar;
  /** What G minimises, from D's logits of generated images. */
  generator(fake: Tensor): Scalar;
  /** Whether its label of real images can be smoothed. @default false */
  takesSmoothing?: boolean;
};

/**
 * Binary cross-entropy of sigmoid(x) against all ones (real) or all zeros (fake), from the logits x, so that it stays
 * finite where a float32 sigmoid saturates: the mean of log(1 + exp(-x)) for real and of log(1 + exp(x)) for fake.
 *
 * Engines may offer the kernels `BceWithLogits` ({ logits }, { label } -> loss []) and `BceWithLogitsGrad`
 * ({ dy, logits }, { label } -> dLogits), where the label is 1 for real and 0 for fake.
 *
 * @param logits of any shape
 * @returns a scalar in nats, owned by the caller; differentiable in the logits.
 */
export function bceWithLogits(logits: Tensor, real: boolean): Scalar {
  const op = customGrad((x, save) => {
    const input = x as Tensor;
    (save as (tensors: Tensor[]) => void)([input]);
    const label = real ? 1 : 0;
    const kernel = engineKernel('BceWithLogits');
    const value = kernel ? (kernel({ logits: input }, { label })[0] as Tensor) : composedBce(input, real);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => {
      const gradKernel = engineKernel('BceWithLogitsGrad');
      if (gradKernel) return gradKernel({ dy, logits: saved as Tensor }, { label })[0] as Tensor;
      const probability = sigmoid(saved as Tensor);
      return mul(real ? sub(probability, 1) : probability, mul(dy, 1 / input.size));
    };
    return { value, gradFunc };
  });
  return op(logits) as Scalar;
}

/** log(1 + exp(z)) as max(z, 0) + log1p(exp(-|z|)): nothing overflows, and small values keep their digits. */
function composedBce(logits: Tensor, real: boolean): Tensor {
  const z = real ? neg(logits) : logits;
  return mean(add(relu(z), log1p(exp(neg(abs(logits))))));
}

/** Half the sum of two parts of D's loss: the half slows D down relative to G (Isola et al. 2017, section 3.3). */
const half = (real: Scalar, fake: Scalar): Scalar => mul(add(real, fake), 0.5);

/** Binary cross-entropy, as in the paper; G's part in the form that does not saturate. */
const bce: GanLoss = {
  discriminator: (real, fake, smoothing = 0) =>
    tidy(() => half(bceOfReal(real, smoothing), bceWithLogits(fake, false))),
  generator: (fake) => bceWithLogits(fake, true),
  takesSmoothing: true,
};

/** Against a label of 1 - smoothing, in which cross-entropy is linear. */
function bceOfReal(real: Tensor, smoothing: number): Scalar {
  if (smoothing === 0) return bceWithLogits(real, true);
  return add(mul(bceWithLogits(real, true), 1 - smoothing), mul(bceWithLogits(real, false), smoothing));
}

/** Least squares (Mao et al. 2017): real logits are to be 1 and generated ones 0; D: (mean (r - 1)^2 + mean f^2) / 2. */
const lsgan: GanLoss = {
  discriminator: (real, fake, smoothing = 0) =>
    tidy(() => half(mean(square(sub(real, 1 - smoothing))), mean(square(fake)))),
  generator: (fake) => tidy(() => mean(square(sub(fake, 1)))),
  takesSmoothing: true,
};

/** Hinge (Lim and Ye 2017): D: (mean max(0, 1 - r) + mean max(0, 1 + f)) / 2, halved as the others are; G: -mean f. */
const hinge: GanLoss = {
  discriminator: (real, fake) => tidy(() => half(mean(relu(sub(1, real))), mean(relu(add(1, fake))))),
  generator: (fake) => tidy(() => neg(mean(fake))),
};

/** The name of a GAN loss: `bce`, `lsgan`, `hinge`, or one of yours. */
export type GanLossName = NameOf<'bce' | 'lsgan' | 'hinge'>;

/** The GAN losses by name. `ganLosses.add('mine', loss)` adds one of yours, which configurations then name. */
export const ganLosses = /* @__PURE__ */ createTable<GanLoss, 'bce' | 'lsgan' | 'hinge'>('a GAN loss', {
  bce,
  lsgan,
  hinge,
});
