import {
  add,
  customGrad,
  div,
  mean as meanOf,
  mul,
  ones,
  rsqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { type FusibleActivation, fusibleActivations } from './activations.ts';
import { type EngineKernel, engineKernel } from './engine-kernel.ts';

/** @see batchNorm */
export type BatchNormOptions = {
  /** Factors [C] of the normalised values. @default ones */
  scale?: Tensor1D;
  /** Offsets [C] that are added to them. @default zeros */
  offset?: Tensor1D;
  /** Added to the variance. @default 1e-5 */
  epsilon?: number;
  /** Receives what x is normalised by, before the norm returns; it keeps what it wants of the tensors that it makes. */
  onMoments?: (moments: Moments) => void;
  /** What is applied to the result: our `relu`, or our `leakyRelu` with its default slope. @default nothing */
  activation?: FusibleActivation | undefined;
};

/** Of each channel over the batch and all pixels. */
export type Moments = {
  /** [C] */
  mean: Tensor1D;
  /** [C], biased: the mean of the squares. */
  variance: Tensor1D;
};

/**
 * Batch norm in training: y = (x - mean) / sqrt(variance + epsilon) * scale + offset, with the mean and the biased
 * variance of each channel over the batch and all pixels (Ioffe and Szegedy 2015, algorithm 1), and an activation of that
 * where one is given.
 *
 * Engines may offer the kernels `BatchNorm` ({ x, scale, offset }, { epsilon } -> y, mean [C], inverseStd [C]) and
 * `BatchNormGrad` ({ dy, x, scale, mean, inverseStd } -> dx, dScale [C], dOffset [C]). Those that compute the activation
 * z > 0 ? z : alpha * z of the norm's values z too offer `BatchNormActivation` ({ x, scale, offset }, { epsilon, alpha }
 * -> y, mean, inverseStd, saved) and `BatchNormActivationGrad` ({ dy, x, saved }, { alpha } -> dx, dScale, dOffset); what is
 * `saved` is between the two.
 *
 * @param x [B, H, W, C]
 * @returns [B, H, W, C], owned by the caller; differentiable in x, scale and offset.
 */
export function batchNorm(x: Tensor4D, options: BatchNormOptions = {}): Tensor4D {
  return tidy(() => {
    const channels = x.shape[3];
    const { scale = ones([channels]), offset = zeros([channels]), epsilon = 1e-5, onMoments, activation } = options;
    const { apply, alpha } = activation ? fusibleActivations[activation] : NOTHING;
    const [forward, backward] = activation
      ? [engineKernel('BatchNormActivation'), engineKernel('BatchNormActivationGrad')]
      : [];
    const isFused = forward !== undefined && backward !== undefined;
    const norm = isFused ? activated(forward, backward, epsilon, alpha) : plain(epsilon);
    const op = customGrad((...inputs) => {
      const [input, factor, added, save] = inputs as unknown as [Tensor4D, Tensor1D, Tensor1D, Save];
      const { y, mean, inverseStd, saved, gradients } = norm(input, factor, added);
      save(saved);
      onMoments?.({ mean: mean as Tensor1D, variance: sub(div(1, square(inverseStd)), epsilon) });
      return { value: y, gradFunc: (dy: Tensor, kept: Tensor[]) => gradients(dy, kept) };
    });
    const y = op(x, scale, offset) as Tensor4D;
    return isFused ? y : apply(y);
  });
}

type Save = (tensors: Tensor[]) => void;

/** A norm's result, and how its gradients come from what is saved. */
type Normed = {
  y: Tensor4D;
  mean: Tensor;
  inverseStd: Tensor;
  saved: Tensor[];
  gradients(dy: Tensor, saved: Tensor[]): Tensor[];
};
type NormOf = (x: Tensor4D, scale: Tensor1D, offset: Tensor1D) => Normed;

const NOTHING = { apply: (y: Tensor4D) => y, alpha: 1 };

function plain(epsilon: number): NormOf {
  return (x, scale, offset) => {
    const [y, mean, inverseStd] = normalize(x, scale, offset, epsilon);
    const gradients = (dy: Tensor, saved: Tensor[]) => gradientsOf(dy, ...(saved as FourTensors));
    return { y, mean, inverseStd, saved: [x, scale, mean, inverseStd], gradients };
  };
}

/** Norm and activation by the engine's kernels, which need no tensor between the two. */
function activated(forward: EngineKernel, backward: EngineKernel, epsilon: number, alpha: number): NormOf {
  return (x, scale, offset) => {
    const outputs = forward({ x, scale, offset }, { epsilon, alpha });
    const [y, mean, inverseStd, own] = outputs as [Tensor4D, Tensor, Tensor, Tensor];
    const gradients = (dy: Tensor, [input, saved]: Tensor[]) =>
      backward({ dy, x: input as Tensor, saved: saved as Tensor }, { alpha });
    return { y, mean, inverseStd, saved: [x, own], gradients };
  };
}

type FourTensors = [Tensor, Tensor, Tensor, Tensor];

function normalize(x: Tensor4D, scale: Tensor1D, offset: Tensor1D, epsilon: number): [Tensor4D, Tensor, Tensor] {
  const kernel = engineKernel('BatchNorm');
  if (kernel) return kernel({ x, scale, offset }, { epsilon }) as [Tensor4D, Tensor, Tensor];
  const mean = meanOf(x, [0, 1, 2]); // [C]
  const centred = sub(x, mean);
  const inverseStd = rsqrt(add(meanOf(square(centred), [0, 1, 2]), epsilon)); // [C]
  return [add(mul(centred, mul(inverseStd, scale)), offset), mean, inverseStd];
}

/** dx = scale * inverseStd * (dy - mean(dy) - xhat * mean(dy * xhat)), with xhat = (x - mean) * inverseStd. */
function gradientsOf(dy: Tensor, x: Tensor, scale: Tensor, mean: Tensor, inverseStd: Tensor): Tensor[] {
  const kernel = engineKernel('BatchNormGrad');
  if (kernel) return kernel({ dy, x, scale, mean, inverseStd }, {});
  return tidy(() => {
    const normalized = mul(sub(x, mean), inverseStd);
    const along = mul(dy, normalized);
    const rest = sub(sub(dy, meanOf(dy, [0, 1, 2])), mul(normalized, meanOf(along, [0, 1, 2])));
    return [mul(mul(scale, inverseStd), rest), sum(along, [0, 1, 2]), sum(dy, [0, 1, 2])];
  });
}
