import { util } from '@tensorflow/tfjs-core';
import { withScratch } from '../memory/with-scratch.ts';
import { cutIntoChunks, leastRows } from './chunks.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/**
 * y = (x - mean) * inverseStd with inverseStd = 1 / sqrt(variance + epsilon), of each image and channel:
 * ({ x }, { epsilon }) -> [y [B, H, W, C], inverseStd [B, 1, 1, C]]. Two passes over x.
 */
export const instanceNorm: OwnKernel = {
  name: 'InstanceNorm',
  covers: 'a float32 tensor x [B, H, W, C]',
  run({ backend, inputs: { x }, attrs: { epsilon } }) {
    if (!isFloat(x) || x.shape.length !== 4) return undefined;
    const [images, height, width, columns] = x.shape as [number, number, number, number];
    const rows = height * width;
    const y = backend.makeOutput(x.shape, 'float32');
    const inverseStd = backend.makeOutput([images, 1, 1, columns], 'float32');
    if (util.sizeFromShape(x.shape) === 0) {
      backend.typedArrayFromHeap(inverseStd).fill(0);
      return [y, inverseStd];
    }
    const [xAt, yAt, stdAt] = [backend.addressOf(x), backend.addressOf(y), backend.addressOf(inverseStd)];
    const { chunkRows, chunks, least } = cutIntoChunks(rows, columns);
    const meansSize = 8 * images * columns;
    withScratch(backend, meansSize + 16 * images * chunks * columns, (means) => {
      const sums = means + meansSize;
      parallelFor(
        backend,
        'moments',
        images * chunks,
        (begin, size) => [xAt, sums, begin, size, rows, columns, chunkRows],
        { multiple: 1, least },
      );
      backend.threads.run('sumChunks', [[sums, images, chunks, 2 * columns]]);
      backend.threads.run('instanceNormMeans', [
        [xAt, sums, means, stdAt, images, chunks, rows, columns, epsilon as number],
      ]);
      parallelFor(
        backend,
        'instanceNormApply',
        images * rows,
        (begin, size) => [xAt, means, stdAt, yAt, begin, size, rows, columns],
        { multiple: 1, least: leastRows(columns) },
      );
    });
    return [y, inverseStd];
  },
};
