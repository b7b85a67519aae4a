import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { withScratch } from '../memory/with-scratch.ts';
import { cutIntoChunks, leastRows } from './chunks.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/**
 * y = (x - mean) * inverseStd * scale + offset with inverseStd = 1 / sqrt(variance + epsilon), of each channel over the
 * whole batch: ({ x, scale, offset }, { epsilon }) -> [y, mean [C], inverseStd [C]]. Scale and offset are [C] and may be
 * left out.
 */
export const batchNorm: OwnKernel = {
  name: 'BatchNorm',
  covers: 'a float32 tensor x [..., C], and scale and offset [C]',
  run({ backend, inputs: { x, scale, offset }, attrs: { epsilon } }) {
    if (!isFloat(x) || ![scale, offset].every((along) => isAlong(along, x))) return undefined;
    const { rows, columns } = sizesOf(x);
    const [y, mean, inverseStd] = [
      backend.makeOutput(x.shape, 'float32'),
      backend.makeOutput([columns], 'float32'),
      backend.makeOutput([columns], 'float32'),
    ];
    const [xAt, meanAt, stdAt] = [x, mean, inverseStd].map((tensor) => backend.addressOf(tensor)) as Three;
    if (rows * columns === 0) {
      for (const tensor of [mean, inverseStd]) backend.typedArrayFromHeap(tensor).fill(0);
      return [y, mean, inverseStd];
    }
    const { chunkRows, chunks, least } = cutIntoChunks(rows, columns);
    const sumsSize = 16 * chunks * columns;
    withScratch(backend, sumsSize + 12 * columns, (sums) => {
      const means = sums + sumsSize;
      const [low, factors] = [means + 4 * columns, means + 8 * columns];
      parallelFor(backend, 'moments', chunks, (begin, size) => [xAt, sums, begin, size, rows, columns, chunkRows], {
        multiple: 1,
        least,
      });
      backend.threads.run('sumChunks', [[sums, 1, chunks, 2 * columns]]);
      backend.threads.run('instanceNormMeans', [
        [xAt, sums, means, stdAt, 1, chunks, rows, columns, epsilon as number],
      ]);
      backend.threads.run('copyRuns', [[means, meanAt, 0, columns, 1, 1, 1, columns, 0, 0, 0, 0, 0, 0, 0, 0]]);
      backend.threads.run('batchNormFactors', [[stdAt, addressOrNone(backend, scale), factors, columns]]);
      apply(backend, x, y, [means, low, factors, addressOrNone(backend, offset)]);
    });
    return [y, mean, inverseStd];
  },
};

/**
 * The gradient of `BatchNorm`: ({ dy, x, scale, mean, inverseStd }) -> [dx, dScale [C], dOffset [C]]. Scale may be left
 * out. Two passes over dy and x.
 */
export const batchNormGrad: OwnKernel = {
  name: 'BatchNormGrad',
  covers: 'float32 tensors dy and x [..., C], and scale, mean and inverseStd [C]',
  run({ backend, inputs: { dy, x, scale, mean, inverseStd } }) {
    if (!isFloat(dy) || !isFloat(x) || !isFloat(mean) || !isFloat(inverseStd)) return undefined;
    if (!util.arraysEqual(dy.shape, x.shape)) return undefined;
    if (![scale, mean, inverseStd].every((along) => isAlong(along, x))) return undefined;
    const { rows, columns } = sizesOf(x);
    const [dx, dScale, dOffset] = [
      backend.makeOutput(x.shape, 'float32'),
      backend.makeOutput([columns], 'float32'),
      backend.makeOutput([columns], 'float32'),
    ];
    if (rows * columns === 0) {
      for (const tensor of [dScale, dOffset]) backend.typedArrayFromHeap(tensor).fill(0);
      return [dx, dScale, dOffset];
    }
    const [dyAt, xAt, dxAt] = [dy, x, dx].map((tensor) => backend.addressOf(tensor)) as Three;
    const [meanAt, stdAt] = [backend.addressOf(mean), backend.addressOf(inverseStd)];
    const { chunkRows, chunks, least } = cutIntoChunks(rows, columns);
    const sumsSize = 16 * chunks * columns;
    withScratch(backend, sumsSize + 12 * columns, (sums) => {
      const terms = sums + sumsSize;
      parallelFor(
        backend,
        'centredDots',
        chunks,
        (begin, size) => [dyAt, xAt, meanAt, sums, begin, size, rows, columns, chunkRows],
        { multiple: 1, least },
      );
      backend.threads.run('sumChunks', [[sums, 1, chunks, 2 * columns]]);
      const scaleAt = addressOrNone(backend, scale);
      const [dScaleAt, dOffsetAt] = [backend.addressOf(dScale), backend.addressOf(dOffset)];
      backend.threads.run('batchNormGradMeans', [[sums, stdAt, scaleAt, dScaleAt, dOffsetAt, terms, rows, columns]]);
      parallelFor(
        backend,
        'batchNormGradApply',
        rows,
        (begin, size) => {
          const skipped = 4 * begin * columns;
          return [dyAt + skipped, xAt + skipped, meanAt, terms, dxAt + skipped, size, columns];
        },
        { multiple: 1, least: leastRows(columns) },
      );
    });
    return [dx, dScale, dOffset];
  },
};

/** y = (x - mean) / sqrt(variance + epsilon) * scale + offset, which are along the channels. */
export const fusedBatchNorm: OwnKernel = {
  name: 'FusedBatchNorm',
  covers: 'a float32 tensor x, and the others along its channels',
  run({ backend, inputs: { x, mean, variance, offset, scale }, attrs: { varianceEpsilon } }) {
    if (!isFloat(x) || !isFloat(mean) || !isFloat(variance)) return undefined;
    if (![mean, variance, offset, scale].every((along) => isAlong(along, x))) return undefined;
    const { columns } = sizesOf(x);
    const y = backend.makeOutput(x.shape, 'float32');
    if (util.sizeFromShape(x.shape) === 0) return y;
    withScratch(backend, 4 * columns, (factors) => {
      const epsilon = varianceEpsilon as number;
      backend.threads.run('inverseStds', [[backend.addressOf(variance), factors, columns, epsilon]]);
      backend.threads.run('batchNormFactors', [[factors, addressOrNone(backend, scale), factors, columns]]);
      apply(backend, x, y, [backend.addressOf(mean), 0, factors, addressOrNone(backend, offset)]);
    });
    return y;
  },
};

type Three = [number, number, number];

/** Addresses of the channels' mean, what a float of 32 bits leaves of it, factor and offset; 0 for none. */
type Along = readonly [mean: number, low: number, factor: number, offset: number];

function apply(backend: TrainableBackendWasm, x: TensorInfo, y: TensorInfo, along: Along): void {
  const { rows, columns } = sizesOf(x);
  const [xAt, yAt] = [backend.addressOf(x), backend.addressOf(y)];
  parallelFor(
    backend,
    'batchNormApply',
    rows,
    (begin, size) => {
      const skipped = 4 * begin * columns;
      return [xAt + skipped, ...along, yAt + skipped, size, columns];
    },
    { multiple: 1, least: leastRows(columns) },
  );
}

/** The tensor as rows of its channels. */
function sizesOf({ shape }: TensorInfo): { rows: number; columns: number } {
  return { rows: util.sizeFromShape(shape.slice(0, -1)), columns: shape.at(-1) ?? 1 };
}

/** Whether a tensor, where there is one, is a float for each channel. */
function isAlong(tensor: TensorInfo | undefined | null, x: TensorInfo): boolean {
  return !tensor || (isFloat(tensor) && util.arraysEqual(tensor.shape, [x.shape.at(-1) ?? 1]));
}

function addressOrNone(backend: TrainableBackendWasm, tensor: TensorInfo | undefined | null): number {
  return tensor ? backend.addressOf(tensor) : 0;
}
