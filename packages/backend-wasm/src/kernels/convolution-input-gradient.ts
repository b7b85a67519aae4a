import { util } from '@tensorflow/tfjs-core';
import { gatherProduct } from '../product/run-product.ts';
import { convolutionInfo } from './convolution.ts';
import type { KernelCall, OwnKernel } from './own-kernel.ts';
import { isFloat } from './own-kernel.ts';

/** The gradient of a convolution in its input, which is also the transposed convolution. */
export const conv2DBackpropInput: OwnKernel = {
  name: 'Conv2DBackpropInput',
  covers: 'float32 tensors in NHWC',
  run({ backend, inputs: { dy, filter }, attrs }: KernelCall) {
    if (!isFloat(dy) || !isFloat(filter) || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
    const info = convolutionInfo(attrs.inputShape as number[], filter.shape, attrs);
    // tfjs also takes a larger dy and reads a part of it: that is left to the stock kernel.
    if (!util.arraysEqual(dy.shape, info.outShape)) return undefined;
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
    const dx = backend.makeOutput(info.inShape, 'float32');
    const [dyAt, filterAt, dxAt] = [backend.addressOf(dy), backend.addressOf(filter), backend.addressOf(dx)];
    const rows = phasesOf(inHeight, filterHeight, strideHeight, padInfo.top);
    const columns = phasesOf(inWidth, filterWidth, strideWidth, padInfo.left);
    const matrix = inChannels * outChannels;
    // Phases that no tap reaches have no terms: strides larger than the filter.
    if ([...rows, ...columns].some(({ taps }) => taps === 0) || outChannels === 0)
      backend.typedArrayFromHeap(dx).fill(0);
    for (const row of rows)
      for (const column of columns) {
        if (row.taps * column.taps * outChannels === 0) continue;
        gatherProduct(
          backend,
          {
            image: dyAt,
            height: outHeight,
            width: outWidth,
            channels: outChannels,
            grid: [batchSize, row.count, column.count],
            stride: [1, 1],
            offset: [row.offset, column.offset],
            taps: [row.taps, column.taps],
            tapStep: [-1, -1],
          },
          {
            address: filterAt + 4 * (row.firstTap * filterWidth + column.firstTap) * matrix,
            columns: inChannels,
            row: outChannels,
            transposed: true,
            tapStride: [strideHeight * filterWidth * matrix, strideWidth * matrix],
          },
          {
            address: dxAt + 4 * (row.first * inWidth + column.first) * inChannels,
            image: inHeight * inWidth * inChannels,
            row: strideHeight * inWidth * inChannels,
            column: strideWidth * inChannels,
          },
        );
      }
    return dx;
  },
};

/** Input rows (or columns) that meet the same filter rows: every stride-th one. */
type Phase = {
  /** The first input row, and how many there are. */
  first: number;
  count: number;
  /** The first filter row that meets them, and how many there are, a stride apart. */
  firstTap: number;
  taps: number;
  /** The row of dy that the first tap sees at the first input row; the next tap sees the row before. */
  offset: number;
};

/** Input row y meets filter row k where y + pad - k is a multiple of the stride: row (y + pad - k) / stride of dy. */
function phasesOf(size: number, filterSize: number, stride: number, pad: number): Phase[] {
  return Array.from({ length: Math.min(stride, size) }, (_, first) => {
    const firstTap = (first + pad) % stride;
    return {
      first,
      count: Math.ceil((size - first) / stride),
      firstTap,
      taps: Math.max(0, Math.ceil((filterSize - firstTap) / stride)),
      offset: (first + pad - firstTap) / stride,
    };
  });
}
