import { backend_util, util } from '@tensorflow/tfjs-core';
import type { OwnKernel } from './own-kernel.ts';

/**
 * Parts of x by their places: ({ x, indices }, { axis, batchDims }) -> y. The stock kernel gives y another shape where there are
 * no values, and takes the parts from elsewhere where axes are a batch; all else is left to it.
 */
export const gather: OwnKernel = {
  name: 'GatherV2',
  covers: 'a tensor x, and indices',
  run({ backend, inputs: { x, indices }, attrs }) {
    if (!x || !indices || x.dtype === 'string' || x.dtype === 'complex64') return undefined;
    const axis = util.parseAxisParam(attrs.axis as number, x.shape)[0] as number;
    type Gathered = Parameters<typeof backend_util.segment_util.collectGatherOpShapeInfo>;
    const given = [x as Gathered[0], indices as Gathered[1], axis, (attrs.batchDims ?? 0) as number] as const;
    const { outputShape, batchSize, outerSize, dimSize, sliceSize } =
      backend_util.segment_util.collectGatherOpShapeInfo(...given);
    if (util.sizeFromShape(outputShape) > 0 && batchSize === 1 && !attrs.batchDims) return undefined;
    expectInside(backend.typedArrayFromHeap(indices), dimSize);
    const y = backend.makeOutput(outputShape, x.dtype);
    const [from, places, to] = [x, indices, y].map((each) => backend.typedArrayFromHeap(each)) as Arrays;
    const perBatch = places.length / batchSize;
    let at = 0;
    for (let batch = 0; batch < batchSize; batch++)
      for (let outer = 0; outer < outerSize; outer++)
        for (let i = 0; i < perBatch; i++, at += sliceSize) {
          const place = places[batch * perBatch + i] as number;
          const begin = ((batch * outerSize + outer) * dimSize + place) * sliceSize;
          to.set(from.subarray(begin, begin + sliceSize), at);
        }
    return y;
  },
};

function expectInside(places: ArrayLike<number>, size: number): void {
  const wrong = Array.from(places).find((place) => !(place >= 0 && place < size));
  if (wrong !== undefined)
    throw new Error(
      `Expected indices that are at least 0 and below ${size} for GatherV2, got ${wrong}. Check the indices.`,
    );
}

type Arrays = [Float32Array, Int32Array, Float32Array];
