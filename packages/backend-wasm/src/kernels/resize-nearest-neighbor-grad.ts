import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

type ImageShape = [batch: number, height: number, width: number, channels: number];

/** The gradient of nearest neighbours, for sizes that are multiples of the images': ({ images, dy }) -> dx. */
export const resizeNearestNeighborGrad: OwnKernel = {
  name: 'ResizeNearestNeighborGrad',
  covers: 'float32 tensors images and dy in NHWC',
  run({ backend, inputs: { images, dy }, attrs: { alignCorners } }) {
    if (!isFloat(images) || !isFloat(dy) || alignCorners) return undefined;
    const [batch, height, width, channels] = images.shape as ImageShape;
    const [, newHeight, newWidth] = dy.shape as ImageShape;
    const [down, across] = [newHeight / height, newWidth / width];
    if (!Number.isInteger(down) || !Number.isInteger(across)) return undefined;
    const dx = backend.makeOutput(images.shape, 'float32');
    const [dyAt, dxAt] = [backend.addressOf(dy), backend.addressOf(dx)];
    parallelFor(
      backend,
      'blockSums',
      batch * height,
      (begin, size) => [dyAt, dxAt, begin, size, width, channels, down, across],
      { multiple: 1, least: Math.ceil(32_768 / Math.max(1, newWidth * down * channels)) },
    );
    return dx;
  },
};
