import { util } from '@tensorflow/tfjs-core';
import type { GivenFinish } from '../product/run-product.ts';
import { ACTIVATIONS } from '../wgsl/product-parts.ts';
import { isFloat, type KernelCall } from './own-kernel.ts';

/** What tfjs fuses to a product with so many columns, or `undefined` where that is not what ours can fuse. */
export function fusedFinish({ inputs, attrs }: KernelCall, columns: number): GivenFinish | undefined {
  const { bias, preluActivationWeights } = inputs;
  const activation = (attrs.activation as string | undefined) ?? 'linear';
  if (preluActivationWeights || !Object.hasOwn(ACTIVATIONS, activation)) return undefined;
  if (bias && !(isFloat(bias) && util.sizeFromShape(bias.shape) === columns && (bias.shape.at(-1) ?? 1) === columns))
    return undefined;
  return {
    activation: activation as keyof typeof ACTIVATIONS,
    bias,
    alpha: (attrs.leakyreluAlpha as number | undefined) ?? 0.2,
  };
}
