import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type CopyPlan, copyRuns, planCopy } from './copy-runs.ts';
import { has32Bits, type OwnKernel } from './own-kernel.ts';

/** Tensors one after the other along an axis: ([x0, x1, ...], { axis }) -> y. */
export const concat: OwnKernel = {
  name: 'Concat',
  covers: 'tensors of the same dtype',
  run({ backend, inputs, attrs }) {
    const tensors = inputs as unknown as TensorInfo[];
    const [first] = tensors;
    if (!has32Bits(first) || tensors.some(({ dtype }) => dtype !== first.dtype)) return undefined;
    const axis = util.parseAxisParam(attrs.axis as number, first.shape)[0] as number;
    const shapes = tensors.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const y = backend.makeOutput(backend_util.computeOutShape(shapes, axis), first.dtype);
    const to = util.sizeFromShape(y.shape.slice(axis));
    let place = backend.addressOf(y);
    for (const x of tensors) {
      const from = util.sizeFromShape(x.shape.slice(axis));
      const outer = util.sizeFromShape(x.shape.slice(0, axis));
      const plan = planCopy([
        { size: outer, from, to },
        { size: from, from: 1, to: 1 },
      ]) as CopyPlan; // two axes always fit
      copyRuns(backend, backend.addressOf(x), place, plan);
      place += 4 * from;
    }
    return y;
  },
};
