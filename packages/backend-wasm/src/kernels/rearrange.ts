import { type CopyPlan, copyRuns, planCopy } from './copy-runs.ts';
import { has32Bits, isFloat, type OwnKernel } from './own-kernel.ts';

type ImageShape = [batch: number, height: number, width: number, channels: number];

/** Blocks of channels become blocks of pixels: ({ x }, { blockSize }) -> y [B, H * blockSize, W * blockSize, C / blockSize^2]. */
export const depthToSpace: OwnKernel = {
  name: 'DepthToSpace',
  covers: 'a tensor x in NHWC',
  run({ backend, inputs: { x }, attrs: { blockSize, dataFormat } }) {
    if (!has32Bits(x) || dataFormat !== 'NHWC') return undefined;
    const [batch, height, width, channels] = x.shape as ImageShape;
    const block = blockSize as number;
    const run = channels / block; // a row of a block
    const y = backend.makeOutput([batch, height * block, width * block, run / block], x.dtype);
    const plan = planCopy([
      { size: batch * height, from: width * channels, to: width * channels },
      { size: block, from: run, to: width * run },
      { size: width, from: channels, to: run },
      { size: run, from: 1, to: 1 },
    ]) as CopyPlan; // four axes always fit
    copyRuns(backend, backend.addressOf(x), backend.addressOf(y), plan);
    return y;
  },
};

/** Nearest neighbours, for sizes that are multiples of the input's: ({ images }, { size, ... }) -> y. */
export const resizeNearestNeighbor: OwnKernel = {
  name: 'ResizeNearestNeighbor',
  covers: 'a float32 tensor of images',
  run({ backend, inputs: { images: x }, attrs: { size, alignCorners, halfPixelCenters } }) {
    if (!isFloat(x) || alignCorners || halfPixelCenters) return undefined;
    const [batch, height, width, channels] = x.shape as ImageShape;
    const [newHeight, newWidth] = size as [number, number];
    const [rows, columns] = [newHeight / height, newWidth / width];
    if (!Number.isInteger(rows) || !Number.isInteger(columns)) return undefined;
    const y = backend.makeOutput([batch, newHeight, newWidth, channels], x.dtype);
    const plan = planCopy([
      { size: batch * height, from: width * channels, to: rows * newWidth * channels },
      { size: rows, from: 0, to: newWidth * channels },
      { size: width, from: channels, to: columns * channels },
      { size: columns, from: 0, to: channels },
      { size: channels, from: 1, to: 1 },
    ]) as CopyPlan; // five axes, the last of which is the run
    copyRuns(backend, backend.addressOf(x), backend.addressOf(y), plan);
    return y;
  },
};
