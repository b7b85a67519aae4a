import { util } from '@tensorflow/tfjs-core';
import type { OwnKernel } from './own-kernel.ts';

/** Sums and products along an axis: ({ x }, { axis, exclusive, reverse }) -> y. The stock kernels divide by the size of an empty axis. */
export const scansOfNothing: readonly OwnKernel[] = ['Cumsum', 'Cumprod'].map((name) => ({
  name,
  covers: 'an empty tensor x',
  run({ backend, inputs: { x } }) {
    return x && util.sizeFromShape(x.shape) === 0 ? backend.makeOutput(x.shape, x.dtype) : undefined;
  },
}));

/** The largest values of each row, and their places: ({ x }, { k, sorted }) -> [values, indices], where there are none. */
export const topKOfNothing: OwnKernel = {
  name: 'TopK',
  covers: 'an empty tensor x',
  run({ backend, inputs: { x }, attrs }) {
    if (!x) return undefined;
    const shape = [...x.shape.slice(0, -1), attrs.k as number];
    if (util.sizeFromShape(x.shape) > 0 && util.sizeFromShape(shape) > 0) return undefined;
    return [backend.makeOutput(shape, x.dtype), backend.makeOutput(shape, 'int32')];
  },
};
