import { instanceNorm } from '@pix2pix-ts/ops';
import type { Norm } from './norm.ts';

/** Each channel of each image by its own mean and variance, without parameters (Ulyanov et al. 2016), as in the paper. */
export const instance: Norm = {
  perImage: true,
  addsOffset: false,
  tensors: () => ({}),
  apply: (x) => instanceNorm(x),
  applyActivated: (x, _tensors, _mode, activation) => instanceNorm(x, { activation }),
};
