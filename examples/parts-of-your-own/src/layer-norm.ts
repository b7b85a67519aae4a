import { type Norm, norms } from '@pix2pix-ts/models';
import { add, mean, mul, rsqrt, square, sub } from '@tensorflow/tfjs-core';

/** Each image over all its pixels and channels, with a factor for each channel (Ba et al. 2016). */
const layer: Norm = {
  perImage: true,
  addsOffset: false,
  tensors: (channels) => ({ scale: { shape: [channels], init: { constant: 1 }, trained: true } }),
  apply(x, tensors) {
    const centred = sub(x, mean(x, [1, 2, 3], true));
    const inverse = rsqrt(add(mean(square(centred), [1, 2, 3], true), 1e-5));
    return mul(mul(centred, inverse), tensors.scale ?? 1);
  },
};

norms.add('layer', layer);
