import {
  customGrad,
  greater,
  mul,
  step,
  type Tensor,
  type Tensor4D,
  leakyRelu as tfLeakyRelu,
  relu as tfRelu,
  tanh as tfTanh,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import { engineKernel } from './engine-kernel.ts';

/** Of PyTorch-GAN's LeakyReLU. */
const LEAKY_SLOPE = 0.2;

type Save = (tensors: Tensor[]) => void;

/**
 * LeakyReLU: y = x > 0 ? x : alpha * x. Engines may offer the kernel `LeakyReluGrad` ({ dy, x }, { alpha } -> dx).
 *
 * @returns a tensor of x's shape, owned by the caller; differentiable in x, with slope alpha at 0.
 */
export function leakyRelu(x: Tensor4D, alpha = LEAKY_SLOPE): Tensor4D {
  return customGrad((input, save) => {
    const y = tfLeakyRelu(input as Tensor4D, alpha);
    // Where alpha is above 0, y is above 0 where x is, and saving it lets the engine free the values before the activation.
    (save as Save)([alpha > 0 ? y : (input as Tensor)]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => slopedGradient(dy, saved as Tensor, alpha);
    return { value: y, gradFunc };
  })(x);
}

/** dy where x is above zero, and alpha * dy elsewhere. */
export function slopedGradient(dy: Tensor, x: Tensor, alpha: number): Tensor {
  const kernel = engineKernel('LeakyReluGrad');
  if (kernel) return kernel({ dy, x }, { alpha })[0] as Tensor;
  return tidy(() => where(greater(x, 0), dy, mul(dy, alpha)));
}

/**
 * ReLU: y = max(x, 0). Engines may offer the kernel `ReluGrad` ({ dy, y } -> dx).
 *
 * @returns a tensor of x's shape, owned by the caller; differentiable in x, with slope 0 at 0.
 */
export function relu(x: Tensor4D): Tensor4D {
  return customGrad((input, save) => {
    const y = tfRelu(input as Tensor4D);
    // Saving y rather than x lets the engine free the values before the activation.
    (save as Save)([y]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => {
      const kernel = engineKernel('ReluGrad');
      if (kernel) return kernel({ dy, y: saved as Tensor }, {})[0] as Tensor;
      return tidy(() => mul(dy, step(saved as Tensor)));
    };
    return { value: y, gradFunc };
  })(x);
}

/**
 * The hyperbolic tangent. Engines may offer the kernel `TanhGrad` ({ dy, y } -> dx = dy * (1 - y^2)).
 *
 * @returns a tensor of x's shape, owned by the caller; differentiable in x.
 */
export function tanh(x: Tensor4D): Tensor4D {
  const kernel = engineKernel('TanhGrad');
  if (!kernel) return tfTanh(x);
  return customGrad((input, save) => {
    const y = tfTanh(input as Tensor4D);
    (save as Save)([y]);
    return {
      value: y,
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => kernel({ dy, y: saved as Tensor }, {})[0] as Tensor,
    };
  })(x);
}

/** An activation that an engine may compute together with the norm or the convolution before it. */
export type FusibleActivation = 'relu' | 'leakyRelu';

/** Each with its slope below zero; that of `leakyRelu` is its default one. */
export const fusibleActivations: Record<FusibleActivation, { apply(x: Tensor4D): Tensor4D; alpha: number }> = {
  relu: { apply: relu, alpha: 0 },
  leakyRelu: { apply: (x) => leakyRelu(x), alpha: LEAKY_SLOPE },
};
