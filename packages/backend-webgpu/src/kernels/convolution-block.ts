import { FusedConv2D, getKernel, type KernelFunc } from '@tensorflow/tfjs-core';
import { BACKEND_NAME } from './backend-name.ts';
import type { OwnKernel } from './own-kernel.ts';

/**
 * A convolution with what follows it, h > 0 ? h : alpha * h of h = conv(x) + bias:
 * ({ x, filter, bias? }, { stride, before, after, alpha }) -> y. It is tfjs's fused convolution under other names.
 */
export const convolutionBlock: OwnKernel = {
  name: 'Convolution',
  covers: 'float32 tensors x and filter, and a bias with a value for each channel',
  run({ backend, inputs, attrs }) {
    const { stride, before, after, alpha } = attrs as Record<'stride' | 'before' | 'after' | 'alpha', number>;
    const { kernelFunc } = getKernel(FusedConv2D, BACKEND_NAME) as { kernelFunc: KernelFunc };
    const sides = [before, after];
    const fused = {
      strides: [stride, stride],
      pad: [[0, 0], sides, sides, [0, 0]],
      dataFormat: 'NHWC',
      dilations: [1, 1],
      activation: activationOf(alpha),
      leakyreluAlpha: alpha,
    };
    return kernelFunc({ backend, inputs, attrs: fused } as never);
  },
};

function activationOf(alpha: number): 'linear' | 'relu' | 'leakyrelu' {
  if (alpha === 1) return 'linear';
  return alpha === 0 ? 'relu' : 'leakyrelu';
}
