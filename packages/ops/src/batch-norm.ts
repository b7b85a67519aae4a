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
import { engineKernel } from './engine-kernel.ts';

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
 * variance of each channel over the batch and all pixels (Ioffe and Szegedy 2015, algorithm 1).
 *
 * Engines may offer the kernels `BatchNorm` ({ x, scale, offset }, { epsilon } -> y, mean [C], inverseStd [C]) and
 * `BatchNormGrad` ({ dy, x, scale, mean, inverseStd } -> dx, dScale [C], dOffset [C]).
 *
 * @param x [B, H, W, C]
 * @returns [B, H, W, C], owned by the caller; differentiable in x, scale and offset.
 */
export function batchNorm(x: Tensor4D, options: BatchNormOptions = {}): Tensor4D {
  return tidy(() => {
    const channels = x.shape[3];
    const { scale = ones([channels]), offset = zeros([channels]), epsilon = 1e-5, onMoments } = options;
    const op = customGrad((...inputs) => {
      const [input, factor, added, save] = inputs as unknown as [Tensor4D, Tensor1D, Tensor1D, Save];
      const [y, mean, inverseStd] = normalize(input, factor, added, epsilon);
      save([input, factor, mean, inverseStd]);
      onMoments?.({ mean: mean as Tensor1D, variance: sub(div(1, square(inverseStd)), epsilon) });
      return { value: y, gradFunc: (dy: Tensor, saved: Tensor[]) => gradients(dy, ...(saved as FourTensors)) };
    });
    return op(x, scale, offset) as Tensor4D;
  });
}

type Save = (tensors: Tensor[]) => void;
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
function gradients(dy: Tensor, x: Tensor, scale: Tensor, mean: Tensor, inverseStd: Tensor): Tensor[] {
  const kernel = engineKernel('BatchNormGrad');
  if (kernel) return kernel({ dy, x, scale, mean, inverseStd }, {});
  return tidy(() => {
    const normalized = mul(sub(x, mean), inverseStd);
    const along = mul(dy, normalized);
    const rest = sub(sub(dy, meanOf(dy, [0, 1, 2])), mul(normalized, meanOf(along, [0, 1, 2])));
    return [mul(mul(scale, inverseStd), rest), sum(along, [0, 1, 2]), sum(dy, [0, 1, 2])];
  });
}
