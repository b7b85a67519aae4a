import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { runConvolution } from '../product/run-convolution.ts';
import { fusedFinish } from './finish.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';

const covers = 'float32 tensors in NHWC';

/** y[b, i, j, o] = sum of x[b, i * stride - pad + row * dilation, ..., c] * filter[row, column, c, o]: ({ x, filter }) -> y. */
export const conv2D: OwnKernel = { name: 'Conv2D', covers, run: convolve };

/** With a bias and an activation: ({ x, filter, bias? }, { activation, leakyreluAlpha }) -> activation(y + bias). */
export const fusedConv2D: OwnKernel = { name: 'FusedConv2D', covers, run: convolve };

function convolve(call: KernelCall): TensorInfo | undefined {
  const { backend, inputs, attrs } = call;
  const { x, filter } = inputs;
  if (!isFloat(x) || !isFloat(filter) || !isNhwc(attrs)) return undefined;
  const info = convolutionInfo(x.shape, filter.shape, attrs);
  const finish = fusedFinish(call, info.outChannels);
  if (!finish || info.inChannels !== filter.shape[2]) return undefined;
  return runConvolution(backend, 'forward', info, [x, filter], finish);
}

/** Whether the channels come last, as our convolutions have them. */
export const isNhwc = ({ dataFormat = 'NHWC' }: KernelCall['attrs']): boolean => dataFormat === 'NHWC';
