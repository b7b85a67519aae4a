import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { gatherProduct } from '../product/run-product.ts';
import { finishProduct, fusedFinish } from './finish-product.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';

const covers = 'float32 tensors in NHWC';

export const conv2D: OwnKernel = { name: 'Conv2D', covers, run: convolve };

/** With a bias and an activation, whichever tfjs fuses. */
export const fusedConv2D: OwnKernel = { name: 'FusedConv2D', covers, run: convolve };

/** y[n, oy, ox, o] = sum of x[n, oy * stride - pad + ky * dilation, ..., c] * filter[ky, kx, c, o]. */
function convolve(call: KernelCall): TensorInfo | undefined {
  const { backend, inputs, attrs } = call;
  const { x, filter } = inputs;
  if (!isFloat(x) || !isFloat(filter) || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
  const info = convolutionInfo(x.shape, filter.shape, attrs);
  const finish = fusedFinish(call);
  if (!finish || info.inChannels !== filter.shape[2]) return undefined;
  const out = backend.makeOutput(info.outShape, 'float32');
  const { inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
  if (filterHeight * filterWidth * inChannels === 0) backend.typedArrayFromHeap(out).fill(0);
  else
    gatherProduct(
      backend,
      {
        image: backend.addressOf(x),
        height: info.inHeight,
        width: info.inWidth,
        channels: inChannels,
        grid: [info.batchSize, outHeight, outWidth],
        stride: [info.strideHeight, info.strideWidth],
        offset: [-info.padInfo.top, -info.padInfo.left],
        taps: [filterHeight, filterWidth],
        tapStep: [info.dilationHeight, info.dilationWidth],
      },
      {
        address: backend.addressOf(filter),
        columns: outChannels,
        row: outChannels,
        transposed: false,
        tapStride: [filterWidth * inChannels * outChannels, inChannels * outChannels],
      },
      {
        address: backend.addressOf(out),
        image: outHeight * outWidth * outChannels,
        row: outWidth * outChannels,
        column: outChannels,
      },
    );
  return finishProduct(backend, out, outChannels, finish);
}

/** Sizes and paddings from a convolution's attributes. Gradients have no dilations. */
export function convolutionInfo(
  xShape: number[],
  filterShape: number[],
  attrs: Record<string, unknown>,
  isDepthwise = false,
) {
  const { strides, dilations, pad, dimRoundingMode } = attrs as ConvolutionAttrs;
  type FourNumbers = [number, number, number, number];
  const info = backend_util.computeConv2DInfo(
    xShape as FourNumbers,
    filterShape as FourNumbers,
    strides,
    dilations ?? 1,
    padOfEachSide(pad),
    dimRoundingMode,
    isDepthwise,
  );
  if (info.outHeight < 0 || info.outWidth < 0)
    throw new Error(
      `Expected a filter that fits into the padded image, got [${filterShape}] for [${xShape}]. Pad more.`,
    );
  return info;
}

/**
 * tfjs takes the height's filter and stride for the width too where all sides have one padding, a number: it is given each
 * side.
 */
export function padOfEachSide(pad: InfoParameters[4]): InfoParameters[4] {
  if (typeof pad !== 'number') return pad;
  return [
    [0, 0],
    [pad, pad],
    [pad, pad],
    [0, 0],
  ];
}

type InfoParameters = Parameters<typeof backend_util.computeConv2DInfo>;
type ConvolutionAttrs = {
  strides: InfoParameters[2];
  dilations?: InfoParameters[3] | null;
  pad: InfoParameters[4];
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
