import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { finishProduct, fusedFinish } from './finish-product.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/**
 * y[n, oy, ox, c * m + j] = sum of x[n, oy * stride - pad + ky * dilation, ..., c] * filter[ky, kx, c, j].
 *
 * The stock kernel is XNNPACK's, which has code for 3, 4, 9 and 25 values a filter. For any other number it reads
 * pointers past the end of its list, and so traps, never ends, or multiplies what lies there by 0.
 */
export const depthwiseConv2D: OwnKernel = {
  name: 'DepthwiseConv2dNative',
  covers: 'float32 tensors in NHWC',
  run: convolveDepthwise,
};

/** With a bias and an activation, whichever tfjs fuses. */
export const fusedDepthwiseConv2D: OwnKernel = {
  name: 'FusedDepthwiseConv2D',
  covers: 'float32 tensors in NHWC',
  run(call) {
    const finish = fusedFinish(call);
    const out = finish && convolveDepthwise(call);
    return out && finishProduct(call.backend, out, out.shape[3] as number, finish);
  },
};

function convolveDepthwise({ backend, inputs: { x, filter }, attrs }: KernelCall): TensorInfo | undefined {
  if (!isFloat(x) || !isFloat(filter) || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
  const info = convolutionInfo(x.shape, filter.shape, attrs, true);
  const out = backend.makeOutput(info.outShape, 'float32');
  if (util.sizeFromShape(info.outShape) > 0) runTaps(backend, x, filter, out, info);
  return out;
}

function runTaps(backend: TrainableBackendWasm, x: TensorInfo, filter: TensorInfo, out: TensorInfo, info: Info): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, padInfo } = info;
  const [xAt, filterAt, outAt] = [x, filter, out].map((tensor) => backend.addressOf(tensor)) as [
    number,
    number,
    number,
  ];
  const sizes = [
    inHeight,
    inWidth,
    inChannels,
    outChannels / inChannels,
    outHeight,
    outWidth,
    filterHeight,
    filterWidth,
  ] as const;
  const steps = [info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth] as const;
  parallelFor(
    backend,
    'depthwiseProduct',
    info.batchSize * outHeight,
    (begin, size) => [xAt, filterAt, outAt, begin, size, ...sizes, ...steps, padInfo.top, padInfo.left],
    { multiple: 1, least: Math.ceil(32_768 / Math.max(1, outWidth * outChannels * filterHeight * filterWidth)) },
  );
}

type Info = ReturnType<typeof convolutionInfo>;
