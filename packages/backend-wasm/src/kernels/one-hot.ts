import type { DataType } from '@tensorflow/tfjs-core';
import type { OwnKernel } from './own-kernel.ts';

/**
 * One value at each index and another one elsewhere, which is all of a row whose index is outside of 0 to depth - 1:
 * ({ indices }, { depth, onValue, offValue, dtype }) -> y [..., depth]. The stock kernel writes outside of y then.
 */
export const oneHot: OwnKernel = {
  name: 'OneHot',
  covers: 'a tensor of indices',
  run({ backend, inputs: { indices }, attrs }) {
    if (!indices) return undefined;
    const { depth, onValue, offValue } = attrs as Record<'depth' | 'onValue' | 'offValue', number>;
    const y = backend.makeOutput([...indices.shape, depth], attrs.dtype as DataType);
    const [from, to] = [backend.typedArrayFromHeap(indices), backend.typedArrayFromHeap(y)];
    to.fill(offValue);
    from.forEach((index, row) => {
      if (index >= 0 && index < depth) to[row * depth + index] = onValue;
    });
    return y;
  },
};
