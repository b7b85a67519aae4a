import { slice_util } from '@tensorflow/tfjs-core';
import type { OwnKernel } from './own-kernel.ts';
import { stridesOf } from './slice.ts';
import { copyWalk } from './walk.ts';

/** Every n-th value of x: ({ x }, { begin, end, strides, masks }) -> y of x's type, where the stock kernel has floats. */
export const stridedSlice: OwnKernel = {
  name: 'StridedSlice',
  covers: 'a tensor x',
  run({ backend, inputs: { x }, attrs }) {
    if (!x || x.dtype === 'string' || x.dtype === 'complex64') return undefined;
    const { begin, end, strides } = attrs as Record<'begin' | 'end' | 'strides', number[]>;
    const { beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs as Record<string, number>;
    const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask].map((mask) => mask ?? 0) as Five;
    const info = slice_util.sliceInfo(x.shape, begin, end, strides, ...masks);
    const sizes = slice_util.computeOutShape(info.begin, info.end, info.strides);
    const steps = stridesOf(x.shape);
    const first = info.begin.reduce((sum, at, axis) => sum + at * (steps[axis] as number), 0);
    const axes = sizes.map((size, axis) => ({
      size,
      from: (steps[axis] as number) * (info.strides[axis] as number),
    }));
    const y = backend.makeOutput(info.finalShape, x.dtype);
    copyWalk(backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(y), first, axes);
    return y;
  },
};

type Five = [number, number, number, number, number];
