import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';
import { type ImageShape, nearestSources, type ResizeAttrs, scatterPixels } from './resize-sources.ts';

/**
 * The gradient of nearest neighbours: ({ images, dy }, { alignCorners, halfPixelCenters }) -> dx. It is quick for sizes that
 * are multiples of the images'. The stock kernel never ends for a height or width of 1 with alignCorners, and knows no half pixels.
 */
export const resizeNearestNeighborGrad: OwnKernel = {
  name: 'ResizeNearestNeighborGrad',
  covers: 'float32 tensors images and dy in NHWC',
  run({ backend, inputs: { images, dy }, attrs }) {
    if (!images || !isFloat(dy)) return undefined;
    const { alignCorners } = attrs as ResizeAttrs;
    const [, height, width] = images.shape as ImageShape;
    const [, newHeight, newWidth] = dy.shape as ImageShape;
    const [down, across] = [newHeight / height, newWidth / width];
    const dx = backend.makeOutput(images.shape, 'float32');
    if (!alignCorners && Number.isInteger(down) && Number.isInteger(across)) sumBlocks(backend, dy, dx, [down, across]);
    else {
      const [rows, columns] = [nearestSources(height, newHeight, attrs), nearestSources(width, newWidth, attrs)];
      const gradient = backend.typedArrayFromHeap(dy) as Float32Array;
      backend.typedArrayFromHeap(dx).set(scatterPixels(gradient, images.shape as ImageShape, rows, columns));
    }
    return dx;
  },
};

/** Half pixels are nearest to the same neighbours there. */
function sumBlocks(
  backend: TrainableBackendWasm,
  dy: TensorInfo,
  dx: TensorInfo,
  [down, across]: [number, number],
): void {
  const [batch, height, width, channels] = dx.shape as ImageShape;
  const [dyAt, dxAt] = [backend.addressOf(dy), backend.addressOf(dx)];
  parallelFor(
    backend,
    'blockSums',
    batch * height,
    (begin, size) => [dyAt, dxAt, begin, size, width, channels, down, across],
    { multiple: 1, least: Math.ceil(32_768 / Math.max(1, width * across * down * channels)) },
  );
}
