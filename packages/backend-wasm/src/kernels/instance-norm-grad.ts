import { util } from '@tensorflow/tfjs-core';
import { withScratch } from '../memory/with-scratch.ts';
import { cutIntoChunks, leastRows } from './chunks.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/**
 * dx = inverseStd * (dy - mean(dy) - y * mean(dy * y)), the means over each image and channel:
 * ({ dy [B, H, W, C], y [B, H, W, C], inverseStd [B, 1, 1, C] }) -> dx.
 */
export const instanceNormGrad: OwnKernel = {
  name: 'InstanceNormGrad',
  covers: 'float32 tensors dy and y [B, H, W, C] and inverseStd [B, 1, 1, C]',
  run({ backend, inputs: { dy, y, inverseStd } }) {
    if (!isFloat(dy) || !isFloat(y) || !isFloat(inverseStd)) return undefined;
    if (y.shape.length !== 4 || !util.arraysEqual(dy.shape, y.shape)) return undefined;
    const [images, height, width, columns] = y.shape as [number, number, number, number];
    if (!util.arraysEqual(inverseStd.shape, [images, 1, 1, columns])) return undefined;
    const rows = height * width;
    const dx = backend.makeOutput(y.shape, 'float32');
    if (util.sizeFromShape(y.shape) === 0) return dx;
    const [dyAt, yAt, dxAt] = [backend.addressOf(dy), backend.addressOf(y), backend.addressOf(dx)];
    const stdAt = backend.addressOf(inverseStd);
    const { chunkRows, chunks, least } = cutIntoChunks(rows, columns);
    const sumsSize = 16 * images * chunks * columns;
    withScratch(backend, sumsSize + 12 * images * columns, (sums) => {
      const means = sums + sumsSize;
      parallelFor(
        backend,
        'dots',
        images * chunks,
        (begin, size) => [dyAt, yAt, sums, begin, size, rows, columns, chunkRows],
        { multiple: 1, least },
      );
      backend.threads.run('sumChunks', [[sums, images, chunks, 2 * columns]]);
      backend.threads.run('instanceNormGradMeans', [[sums, means, images, chunks, rows, columns]]);
      parallelFor(
        backend,
        'instanceNormGradApply',
        images * rows,
        (begin, size) => [dyAt, yAt, means, stdAt, dxAt, begin, size, rows, columns],
        { multiple: 1, least: leastRows(columns) },
      );
    });
    return dx;
  },
};
