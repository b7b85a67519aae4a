import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { util } from '@tensorflow/tfjs-core';
import { convolve } from '../convolution/convolve.ts';
import { hasUnseenPixels } from '../convolution/direct.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';

/** The gradient of a convolution in its input, which is also the transposed convolution. */
export const conv2DBackpropInput: OwnKernel = {
  name: 'Conv2DBackpropInput',
  covers: 'float32 tensors in NHWC',
  run({ backend, inputs: { dy, filter }, attrs }: KernelCall) {
    if (!isFloat(dy) || !isFloat(filter) || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
    const info = convolutionInfo(attrs.inputShape as number[], filter.shape, attrs);
    // tfjs also takes a larger dy and reads a part of it: that is left to the stock kernel.
    if (!util.arraysEqual(dy.shape, info.outShape)) return undefined;
    const dx = backend.makeOutput(info.inShape, 'float32');
    if (hasUnseenPixels(info) || info.outChannels === 0) backend.typedArrayFromHeap(dx).fill(0);
    const at = { x: backend.addressOf(dx), filter: backend.addressOf(filter), y: backend.addressOf(dy) };
    convolve(backend, 'inputGradient', info, at);
    return dx;
  },
};
