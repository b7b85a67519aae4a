import { util } from '@tensorflow/tfjs-core';
import { reduceProduct } from '../product/run-product.ts';
import { convolutionInfo } from './convolution.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';

/** The gradient of a convolution in its filter: dw[ky, kx, c, o] = sum over pixels of x[..., c] * dy[..., o]. */
export const conv2DBackpropFilter: OwnKernel = {
  name: 'Conv2DBackpropFilter',
  covers: "float32 tensors in NHWC, and a dy of the size of the convolution's output",
  run({ backend, inputs: { x, dy }, attrs }: KernelCall) {
    if (!isFloat(x) || !isFloat(dy) || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
    const info = convolutionInfo(x.shape, attrs.filterShape as number[], attrs);
    if (!util.arraysEqual(dy.shape, info.outShape)) return undefined;
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const dw = backend.makeOutput(info.filterShape, 'float32');
    if (batchSize * outHeight * outWidth === 0) backend.typedArrayFromHeap(dw).fill(0);
    else
      reduceProduct(
        backend,
        {
          image: backend.addressOf(x),
          height: inHeight,
          width: inWidth,
          channels: inChannels,
          grid: [batchSize, outHeight, outWidth],
          stride: [info.strideHeight, info.strideWidth],
          offset: [-info.padInfo.top, -info.padInfo.left],
          taps: [info.filterHeight, info.filterWidth],
          tapStep: [1, 1],
        },
        {
          address: backend.addressOf(dy),
          columns: outChannels,
          row: outChannels,
          transposed: false,
          tapStride: [0, 0],
        },
        { address: backend.addressOf(dw), image: 0, row: outChannels, column: 0 },
      );
    return dw;
  },
};
