import { add, customGrad, sum, type Tensor, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import { engineKernel } from './engine-kernel.ts';

/**
 * y = x + bias for each channel. Engines may offer the kernel `BiasGrad` ({ dy } -> dBias [C]), the sum over all else.
 *
 * @param x [B, H, W, C]
 * @param bias [C]
 * @returns [B, H, W, C], owned by the caller; differentiable in both.
 */
export function addBias(x: Tensor4D, bias: Tensor1D): Tensor4D {
  if (!engineKernel('BiasGrad')) return add(x, bias);
  const op = customGrad((...inputs) => {
    const [values, offsets] = inputs as unknown as [Tensor4D, Tensor1D];
    return { value: add(values, offsets), gradFunc: (dy: Tensor) => [dy.clone(), biasGradient(dy)] };
  });
  return op(x, bias) as Tensor4D;
}

/** The sum of each channel. */
export function biasGradient(dy: Tensor): Tensor {
  const kernel = engineKernel('BiasGrad');
  return kernel ? (kernel({ dy }, {})[0] as Tensor) : sum(dy, [0, 1, 2]);
}
