import type { ConvolutionInfo } from '@pix2pix-ts/common/convolution-info';
import type { ConvolutionKind } from '@pix2pix-ts/common/winograd';
import type { TrainableBackendWasm } from '../backend.ts';
import { gatherProduct, reduceProduct } from '../product/run-product.ts';
import type { Places } from './places.ts';

/** A convolution as one product, or one for each phase: all of its multiplications, and any shape. */
export function directConvolution(
  backend: TrainableBackendWasm,
  kind: ConvolutionKind,
  info: ConvolutionInfo,
  at: Places,
): void {
  ({ forward, inputGradient, filterGradient })[kind](backend, info, at);
}

/** y from x and the filter, which has at least one term. */
function forward(backend: TrainableBackendWasm, info: ConvolutionInfo, at: Places): void {
  const { batchSize, inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
  gatherProduct(
    backend,
    {
      image: at.x,
      height: info.inHeight,
      width: info.inWidth,
      channels: inChannels,
      grid: [batchSize, outHeight, outWidth],
      stride: [info.strideHeight, info.strideWidth],
      offset: [-info.padInfo.top, -info.padInfo.left],
      taps: [filterHeight, filterWidth],
      tapStep: [info.dilationHeight, info.dilationWidth],
    },
    {
      address: at.filter,
      columns: outChannels,
      row: outChannels,
      transposed: false,
      tapStride: [filterWidth * inChannels * outChannels, inChannels * outChannels],
    },
    {
      address: at.y,
      image: outHeight * outWidth * outChannels,
      row: outWidth * outChannels,
      column: outChannels,
    },
  );
}

/** The filter's gradient from x and dy, here `y`, which has at least one pixel. */
function filterGradient(backend: TrainableBackendWasm, info: ConvolutionInfo, at: Places): void {
  const { batchSize, outHeight, outWidth, outChannels } = info;
  reduceProduct(
    backend,
    {
      image: at.x,
      height: info.inHeight,
      width: info.inWidth,
      channels: info.inChannels,
      grid: [batchSize, outHeight, outWidth],
      stride: [info.strideHeight, info.strideWidth],
      offset: [-info.padInfo.top, -info.padInfo.left],
      taps: [info.filterHeight, info.filterWidth],
      tapStep: [1, 1],
    },
    { address: at.y, columns: outChannels, row: outChannels, transposed: false, tapStride: [0, 0] },
    { address: at.filter, image: 0, row: outChannels, column: 0 },
  );
}

/** The gradient in the input, here `x`, from dy, here `y`: a product for each phase that a tap meets; the others are left. */
function inputGradient(backend: TrainableBackendWasm, info: ConvolutionInfo, at: Places): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterWidth, strideHeight, strideWidth } = info;
  const matrix = inChannels * outChannels;
  const [rows, columns] = inputPhases(info);
  for (const row of rows)
    for (const column of columns) {
      if (row.taps * column.taps * outChannels === 0) continue;
      gatherProduct(
        backend,
        {
          image: at.y,
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
          address: at.filter + 4 * (row.firstTap * filterWidth + column.firstTap) * matrix,
          columns: inChannels,
          row: outChannels,
          transposed: true,
          tapStride: [strideHeight * filterWidth * matrix, strideWidth * matrix],
        },
        {
          address: at.x + 4 * (row.first * inWidth + column.first) * inChannels,
          image: inHeight * inWidth * inChannels,
          row: strideHeight * inWidth * inChannels,
          column: strideWidth * inChannels,
        },
      );
    }
}

/** Whether some pixels of the input meet no tap, as with strides larger than the filter: their gradient is 0. */
export const hasUnseenPixels = (info: ConvolutionInfo): boolean =>
  inputPhases(info)
    .flat()
    .some(({ taps }) => taps === 0);

const inputPhases = (info: ConvolutionInfo): [Phase[], Phase[]] => [
  phasesOf(info.inHeight, info.filterHeight, info.strideHeight, info.padInfo.top),
  phasesOf(info.inWidth, info.filterWidth, info.strideWidth, info.padInfo.left),
];

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
