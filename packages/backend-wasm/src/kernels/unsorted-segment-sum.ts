import { util } from '@tensorflow/tfjs-core';
import type { OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** out[s, ...] = sum of the rows of x whose segment id is s, which is the gradient of a gather. */
export const unsortedSegmentSum: OwnKernel = {
  name: 'UnsortedSegmentSum',
  covers: 'x in float32 or int32, and one int32 segment id for each of its rows',
  run({ backend, inputs: { x, segmentIds }, attrs: { numSegments } }) {
    if (!x || (x.dtype !== 'float32' && x.dtype !== 'int32') || segmentIds?.dtype !== 'int32') return undefined;
    const [rows = 0, ...rest] = x.shape;
    if (segmentIds.shape.length !== 1 || segmentIds.shape[0] !== rows) return undefined;
    const segments = numSegments as number;
    const width = util.sizeFromShape(rest);
    const out = backend.makeOutput([segments, ...rest], x.dtype);
    backend.typedArrayFromHeap(out).fill(0);
    const [xAt, idsAt, outAt] = [backend.addressOf(x), backend.addressOf(segmentIds), backend.addressOf(out)];
    parallelFor(
      backend,
      x.dtype === 'float32' ? 'segmentSumFloats' : 'segmentSumIntegers',
      width,
      (begin, size) => [xAt, idsAt, outAt, rows, width, segments, begin, size],
      { multiple: 16, least: Math.max(1, Math.ceil(16_384 / Math.max(1, rows))) },
    );
    return out;
  },
};
