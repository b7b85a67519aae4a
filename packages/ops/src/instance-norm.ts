import {
  add,
  customGrad,
  mean,
  mul,
  rsqrt,
  square,
  sub,
  type Tensor,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { engineKernel } from './engine-kernel.ts';

/** @see instanceNorm */
export type InstanceNormOptions = {
  /** Added to the variance. @default 1e-5 */
  epsilon?: number;
};

/**
 * Instance norm without parameters: y = (x - mean) / sqrt(variance + epsilon), with the mean and the biased variance of
 * each image and channel (Ulyanov et al. 2016, eq. 4).
 *
 * Engines may offer the kernels `InstanceNorm` ({ x }, { epsilon } -> y, inverseStd [B, 1, 1, C]) and
 * `InstanceNormGrad` ({ dy, y, inverseStd } -> dx).
 *
 * @param x [B, H, W, C]
 * @returns [B, H, W, C], owned by the caller; differentiable in x.
 */
export function instanceNorm(x: Tensor4D, { epsilon = 1e-5 }: InstanceNormOptions = {}): Tensor4D {
  const op = customGrad((input, save) => {
    const [y, inverseStd] = normalize(input as Tensor4D, epsilon);
    (save as (tensors: Tensor[]) => void)([y, inverseStd]);
    return { value: y, gradFunc: (dy: Tensor, saved: Tensor[]) => gradient(dy, ...(saved as [Tensor, Tensor])) };
  });
  return op(x);
}

function normalize(x: Tensor4D, epsilon: number): [Tensor4D, Tensor4D] {
  const kernel = engineKernel('InstanceNorm');
  if (kernel) return kernel({ x }, { epsilon }) as [Tensor4D, Tensor4D];
  const centred = sub(x, mean(x, [1, 2], true));
  const inverseStd = rsqrt(add(mean(square(centred), [1, 2], true), epsilon)); // [B, 1, 1, C]
  return [mul(centred, inverseStd), inverseStd as Tensor4D];
}

/** dx = inverseStd * (dy - mean(dy) - y * mean(dy * y)), the means over each image and channel. */
function gradient(dy: Tensor, y: Tensor, inverseStd: Tensor): Tensor {
  const kernel = engineKernel('InstanceNormGrad');
  if (kernel) return kernel({ dy, y, inverseStd }, {})[0] as Tensor;
  return tidy(() => {
    const alongY = mul(y, mean(mul(dy, y), [1, 2], true));
    return mul(inverseStd, sub(sub(dy, mean(dy, [1, 2], true)), alongY));
  });
}
