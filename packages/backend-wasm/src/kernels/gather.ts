import { backend_util, util } from '@tensorflow/tfjs-core';
import type { OwnKernel } from './own-kernel.ts';

/** Parts of x by their places, where there are no values to take: ({ x, indices }, { axis, batchDims }) -> y. */
export const gather: OwnKernel = {
  name: 'GatherV2',
  covers: 'a tensor x, and indices',
  run({ backend, inputs: { x, indices }, attrs }) {
    if (!x || !indices) return undefined;
    const axis = util.parseAxisParam(attrs.axis as number, x.shape)[0] as number;
    type Gathered = Parameters<typeof backend_util.segment_util.collectGatherOpShapeInfo>;
    const given = [x as Gathered[0], indices as Gathered[1], axis, attrs.batchDims as number] as const;
    const { outputShape } = backend_util.segment_util.collectGatherOpShapeInfo(...given);
    if (util.sizeFromShape(outputShape) > 0) return undefined;
    return backend.makeOutput(outputShape, x.dtype);
  },
};
