import { util } from '@tensorflow/tfjs-core';
import type { OwnKernel } from './own-kernel.ts';
import { stridesOf } from './slice.ts';
import { copyWalk } from './walk.ts';

/** x with some axes the other way round: ({ x }, { dims }) -> y. The stock kernel never ends on some empty tensors. */
export const reverse: OwnKernel = {
  name: 'Reverse',
  covers: 'a tensor x',
  run({ backend, inputs: { x }, attrs }) {
    if (!x || x.dtype === 'string' || x.dtype === 'complex64') return undefined;
    const turned = util.parseAxisParam(attrs.dims as number[], x.shape);
    const strides = stridesOf(x.shape);
    const axes = x.shape.map((size, axis) => ({
      size,
      from: (strides[axis] as number) * (turned.includes(axis) ? -1 : 1),
    }));
    const last = axes.reduce((sum, { size, from }) => sum + (from < 0 ? -from * (size - 1) : 0), 0);
    const y = backend.makeOutput(x.shape, x.dtype);
    copyWalk(backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(y), last, axes);
    return y;
  },
};
