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
import { type FusibleActivation, fusibleActivations } from './activations.ts';
import { type EngineKernel, engineKernel } from './engine-kernel.ts';

/** @see instanceNorm */
export type InstanceNormOptions = {
  /** Added to the variance. @default 1e-5 */
  epsilon?: number;
  /** What is applied to the normalised values: our `relu`, or our `leakyRelu` with its default slope. @default nothing */
  activation?: FusibleActivation | undefined;
};

/**
 * Instance norm without parameters: y = (x - mean) / sqrt(variance + epsilon), with the mean and the biased variance of
 * each image and channel (Ulyanov et al. 2016, eq. 4), and an activation of that where one is given.
 *
 * Engines may offer the kernels `InstanceNorm` ({ x }, { epsilon } -> y, inverseStd [B, 1, 1, C]) and
 * `InstanceNormGrad` ({ dy, y, inverseStd } -> dx). Those that compute the activation h > 0 ? h : alpha * h of the
 * normalised values h too offer `InstanceNormActivation` ({ x }, { epsilon, alpha } -> y, mean [B, 1, 1, C], inverseStd)
 * and `InstanceNormActivationGrad` ({ dy, x, mean, inverseStd }, { alpha } -> dx).
 *
 * @param x [B, H, W, C]
 * @returns [B, H, W, C], owned by the caller; differentiable in x.
 */
export function instanceNorm(x: Tensor4D, { epsilon = 1e-5, activation }: InstanceNormOptions = {}): Tensor4D {
  if (activation === undefined) return normalized(x, epsilon);
  const { apply, alpha } = fusibleActivations[activation];
  const [forward, backward] = [engineKernel('InstanceNormActivation'), engineKernel('InstanceNormActivationGrad')];
  if (forward && backward) return activated(x, epsilon, alpha, forward, backward);
  return tidy(() => apply(normalized(x, epsilon)));
}

type Save = (tensors: Tensor[]) => void;

function normalized(x: Tensor4D, epsilon: number): Tensor4D {
  const op = customGrad((input, save) => {
    const [y, inverseStd] = normalize(input as Tensor4D, epsilon);
    (save as Save)([y, inverseStd]);
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

/** Norm and activation by the engine's kernels, which need no tensor between the two. */
function activated(x: Tensor4D, epsilon: number, alpha: number, forward: EngineKernel, backward: EngineKernel) {
  const op = customGrad((input, save) => {
    const given = input as Tensor4D;
    const [y, average, inverseStd] = forward({ x: given }, { epsilon, alpha }) as [Tensor4D, Tensor, Tensor];
    (save as Save)([given, average, inverseStd]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [ofInput, ofMean, ofStd] = saved as [Tensor, Tensor, Tensor];
      return backward({ dy, x: ofInput, mean: ofMean, inverseStd: ofStd }, { alpha })[0] as Tensor;
    };
    return { value: y, gradFunc };
  });
  return op(x) as Tensor4D;
}
