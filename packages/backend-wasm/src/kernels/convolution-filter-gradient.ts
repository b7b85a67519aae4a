import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { util } from '@tensorflow/tfjs-core';
import { convolve } from '../convolution/convolve.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';

/** The gradient of a convolution in its filter: dw[ky, kx, c, o] = sum over pixels of x[..., c] * dy[..., o]. */
export const conv2DBackpropFilter: OwnKernel = {
  name: 'Conv2DBackpropFilter',
  covers: "float32 tensors in NHWC, and a dy of the size of the convolution's output",
  run({ backend, inputs: { x, dy }, attrs }: KernelCall) {
    if (!isFloat(x) || !isFloat(dy) || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
    const info = convolutionInfo(x.shape, attrs.filterShape as number[], attrs);
    if (!util.arraysEqual(dy.shape, info.outShape)) return undefined;
    const dw = backend.makeOutput(info.filterShape, 'float32');
    const at = { x: backend.addressOf(x), filter: backend.addressOf(dw), y: backend.addressOf(dy) };
    if (info.batchSize * info.outHeight * info.outWidth === 0) backend.typedArrayFromHeap(dw).fill(0);
    else convolve(backend, 'filterGradient', info, at);
    return dw;
  },
};
