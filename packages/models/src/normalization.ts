import { instanceNorm } from '@pix2pix-ts/ops';
import type { Tensor4D } from '@tensorflow/tfjs-core';

/** The kinds of normalisation by name; a new one is one entry here. */
export const normalizations = {
  instance: (x: Tensor4D) => instanceNorm(x),
} as const;
