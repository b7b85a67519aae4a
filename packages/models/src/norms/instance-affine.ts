import { instanceNorm } from '@pix2pix-ts/ops';
import { add, mul, type Tensor1D } from '@tensorflow/tfjs-core';
import type { Norm } from './norm.ts';

/**
 * Instance norm with a trained factor and offset for each channel (Ulyanov et al. 2016), PyTorch's InstanceNorm2d with
 * `affine=True`, which begins as the one without: factors at 1, offsets at 0.
 */
export const instanceAffine: Norm = {
  perImage: true,
  addsOffset: true,
  tensors: (channels) => ({
    scale: { shape: [channels], init: { constant: 1 }, trained: true },
    offset: { shape: [channels], init: { constant: 0 }, trained: true },
  }),
  apply: (x, tensors) => {
    const { scale, offset } = tensors as Record<'scale' | 'offset', Tensor1D>;
    return add(mul(instanceNorm(x), scale), offset);
  },
};
