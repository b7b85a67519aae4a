import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';
import { type PoolSizes, placesOfMaxima, poolSizes2D, poolSizes3D } from './pool-windows.ts';

type Run = 'windowMaxima' | 'windowMeans';
type SizesOf = (shape: number[], attrs: Record<string, unknown>) => PoolSizes;

const ofImages = 'a float32 tensor x in NHWC';
const ofVolumes = 'a float32 tensor x in NDHWC';

/**
 * The largest number in each window: ({ x }, { filterSize, strides, pad, dimRoundingMode }) -> y. NaN is skipped, as
 * in tfjs. The stock kernel loses the numbers before one that is not, writes out of bounds for a stride larger than the
 * window and for a window of one value, and has 1.2e-38 for negative numbers in depth.
 */
export const maxPool: OwnKernel = {
  name: 'MaxPool',
  covers: ofImages,
  run: (call) => poolWindows(call, 'windowMaxima', poolSizes2D),
};
export const maxPool3D: OwnKernel = {
  name: 'MaxPool3D',
  covers: ofVolumes,
  run: (call) => poolWindows(call, 'windowMaxima', poolSizes3D),
};

/** The mean of the values in each window, padding not counted: ({ x }, { filterSize, strides, pad, dimRoundingMode }) -> y. */
export const avgPool: OwnKernel = {
  name: 'AvgPool',
  covers: ofImages,
  run: (call) => poolWindows(call, 'windowMeans', poolSizes2D),
};
export const avgPool3D: OwnKernel = {
  name: 'AvgPool3D',
  covers: ofVolumes,
  run: (call) => poolWindows(call, 'windowMeans', poolSizes3D),
};

function poolWindows({ backend, inputs: { x }, attrs }: KernelCall, run: Run, sizesOf: SizesOf) {
  if (!isFloat(x) || isChannelsFirst(attrs)) return undefined;
  const sizes = sizesOf(x.shape, attrs);
  const y = backend.makeOutput(sizes.outShape, 'float32');
  if (util.sizeFromShape(sizes.outShape) > 0) runWindows(backend, run, x, y, sizes);
  return y;
}

export const isChannelsFirst = ({ dataFormat }: Record<string, unknown>) =>
  typeof dataFormat === 'string' && dataFormat.startsWith('NC');

function runWindows(backend: TrainableBackendWasm, run: Run, x: TensorInfo, y: TensorInfo, sizes: PoolSizes): void {
  const { outDepth, outHeight, outWidth, inChannels, filterDepth, filterHeight, filterWidth, padInfo } = sizes;
  const [xAt, yAt] = [backend.addressOf(x), backend.addressOf(y)];
  const inside = [sizes.inDepth, sizes.inHeight, sizes.inWidth, inChannels] as const;
  const strides = [sizes.strideDepth, sizes.strideHeight, sizes.strideWidth] as const;
  const windows = [outDepth, outHeight, outWidth, filterDepth, filterHeight, filterWidth, ...strides] as const;
  const workOfRow = outWidth * inChannels * filterDepth * filterHeight * filterWidth;
  parallelFor(
    backend,
    run,
    sizes.batchSize * outDepth * outHeight,
    (begin, size) => [xAt, yAt, begin, size, ...inside, ...windows, padInfo.front, padInfo.top, padInfo.left],
    { multiple: 1, least: Math.ceil(32_768 / Math.max(1, workOfRow)) },
  );
}

/** With the place of each value in x or in its image; the first of equal ones. The stock kernel takes 0 for the largest of negative ones. */
export const maxPoolWithArgmax: OwnKernel = {
  name: 'MaxPoolWithArgmax',
  covers: 'a tensor x in NHWC',
  run({ backend, inputs: { x }, attrs }) {
    if (!x) return undefined;
    const sizes = poolSizes2D(x.shape, attrs);
    const y = backend.makeOutput(sizes.outShape, x.dtype);
    const indices = backend.makeOutput(sizes.outShape, 'int32');
    const [from, to, places] = [x, y, indices].map((tensor) => backend.typedArrayFromHeap(tensor)) as Arrays;
    const found = placesOfMaxima(sizes, from, to.length);
    const inImage = attrs.includeBatchInIndex ? from.length : util.sizeFromShape(x.shape.slice(1));
    found.forEach((place, i) => {
      to[i] = place < 0 ? Number.NEGATIVE_INFINITY : (from[place] as number);
      places[i] = place < 0 ? place : place % inImage;
    });
    return [y, indices];
  },
};

type Arrays = [Float32Array, Float32Array, Int32Array];
