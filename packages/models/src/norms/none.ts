import type { Norm } from './norm.ts';

/** No normalisation. */
export const none: Norm = {
  perImage: true,
  addsOffset: false,
  tensors: () => ({}),
  apply: (x) => x,
};
