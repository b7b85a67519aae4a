import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { util } from '@tensorflow/tfjs-core';
import { runConvolution } from '../product/run-convolution.ts';
import { isNhwc } from './convolution.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';

const covers = "float32 tensors in NHWC, and a dy of the size of the convolution's output";

/** x's gradient, which is also the transposed convolution: ({ dy, filter }, { inputShape }) -> dx. */
export const conv2DBackpropInput: OwnKernel = {
  name: 'Conv2DBackpropInput',
  covers,
  run({ backend, inputs: { dy, filter }, attrs }) {
    if (!isFloat(dy) || !isFloat(filter) || !isNhwc(attrs)) return undefined;
    const info = convolutionInfo(attrs.inputShape as number[], filter.shape, { ...attrs, dilations: 1 });
    // tfjs also takes a larger dy and reads a part of it: that is left to the stock kernel.
    if (!util.arraysEqual(dy.shape, info.outShape)) return undefined;
    return runConvolution(backend, 'inputGradient', info, [dy, filter]);
  },
};

/** The filter's gradient, dw[row, column, c, o] = sum over y's pixels of x[..., c] * dy[..., o]: ({ x, dy }, { filterShape }) -> dw. */
export const conv2DBackpropFilter: OwnKernel = {
  name: 'Conv2DBackpropFilter',
  covers,
  run({ backend, inputs: { x, dy }, attrs }) {
    if (!isFloat(x) || !isFloat(dy) || !isNhwc(attrs)) return undefined;
    const info = convolutionInfo(x.shape, attrs.filterShape as number[], { ...attrs, dilations: 1 });
    if (!util.arraysEqual(dy.shape, info.outShape)) return undefined;
    return runConvolution(backend, 'filterGradient', info, [x, dy]);
  },
};
