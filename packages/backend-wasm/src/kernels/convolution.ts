import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { convolve } from '../convolution/convolve.ts';
import { finishProduct, fusedFinish } from './finish-product.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';

const covers = 'float32 tensors in NHWC';

export const conv2D: OwnKernel = { name: 'Conv2D', covers, run: runConvolution };

/** With a bias and an activation, whichever tfjs fuses. */
export const fusedConv2D: OwnKernel = { name: 'FusedConv2D', covers, run: runConvolution };

/** y[n, oy, ox, o] = sum of x[n, oy * stride - pad + ky * dilation, ..., c] * filter[ky, kx, c, o]. */
function runConvolution(call: KernelCall): TensorInfo | undefined {
  const { backend, inputs, attrs } = call;
  const { x, filter } = inputs;
  if (!isFloat(x) || !isFloat(filter) || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
  const info = convolutionInfo(x.shape, filter.shape, attrs);
  const finish = fusedFinish(call);
  if (!finish || info.inChannels !== filter.shape[2]) return undefined;
  const out = backend.makeOutput(info.outShape, 'float32');
  const at = { x: backend.addressOf(x), filter: backend.addressOf(filter), y: backend.addressOf(out) };
  if (info.filterHeight * info.filterWidth * info.inChannels === 0) backend.typedArrayFromHeap(out).fill(0);
  else convolve(backend, 'forward', info, at);
  return finishProduct(backend, out, info.outChannels, finish);
}
