import {
  conv2d,
  engine,
  getGradient,
  type NamedAttrMap,
  pad,
  registerGradient,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { type FusibleActivation, fusibleActivations, slopedGradient } from './activations.ts';
import { addBias, biasGradient } from './bias.ts';
import { engineKernel } from './engine-kernel.ts';

/** @see convolution */
export type ConvolutionOptions = {
  /** How far the filter moves. @default 1 */
  stride?: number;
  /** Rows and columns of zeros. @default none */
  padding?: {
    /** At the top and on the left. */
    before: number;
    /** At the bottom and on the right. */
    after: number;
  };
  /** [Cout], added to each channel. @default nothing */
  bias?: Tensor1D | undefined;
  /** What is applied in the end. @default nothing */
  activation?: FusibleActivation | undefined;
};

const NO_PADDING = { before: 0, after: 0 };

/**
 * A convolution with what follows it: y = activation(conv(x) + bias).
 *
 * Engines that compute all of it at once offer the kernel `Convolution` ({ x, filter, bias? }, { stride, before, after,
 * alpha } -> y), where alpha is the activation's slope below zero, and 1 is none. Its gradients are TensorFlow.js's kernels
 * `Conv2DBackpropInput` and `Conv2DBackpropFilter`, and `LeakyReluGrad` and `BiasGrad`.
 *
 * @param x [B, H, W, Cin]
 * @param filter [height, width, Cin, Cout]
 * @returns [B, H', W', Cout], owned by the caller; differentiable in x, filter and bias.
 */
export function convolution(x: Tensor4D, filter: Tensor4D, options: ConvolutionOptions = {}): Tensor4D {
  const { stride = 1, padding = NO_PADDING, bias, activation } = options;
  if (!engineKernel('Convolution')) return composed(x, filter, options);
  registerConvolutionGradient();
  const alpha = activation === undefined ? 1 : fusibleActivations[activation].alpha;
  return run('Convolution', { x, filter, ...(bias && { bias }) }, { stride, ...padding, alpha }) as Tensor4D;
}

function composed(x: Tensor4D, filter: Tensor4D, options: ConvolutionOptions): Tensor4D {
  const { stride = 1, padding = NO_PADDING, bias, activation } = options;
  return tidy(() => {
    const h = convolved(x, filter, stride, padding);
    const biased = bias ? addBias(h, bias) : h;
    return activation === undefined ? biased : fusibleActivations[activation].apply(biased);
  });
}

function convolved(
  x: Tensor4D,
  filter: Tensor4D,
  stride: number,
  padding: { before: number; after: number },
): Tensor4D {
  const { before, after } = padding;
  const [kernelHeight, kernelWidth] = filter.shape;
  if (before === 0 && after === 0) return conv2d(x, filter, stride, 'valid');
  const isSame =
    isSamePadding(x.shape[1], kernelHeight, stride, padding) && isSamePadding(x.shape[2], kernelWidth, stride, padding);
  if (isSame) return conv2d(x, filter, stride, 'same');
  const sides = [before, after] as [number, number];
  return conv2d(pad(x, [[0, 0], sides, sides, [0, 0]]) as Tensor4D, filter, stride, 'valid');
}

/** Whether TensorFlow's 'same' pads these pixels: as many as give size / stride, the odd one after the image. */
export function isSamePadding(
  size: number,
  kernel: number,
  stride: number,
  { before, after }: { before: number; after: number },
): boolean {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  return before === Math.floor(total / 2) && after === total - before;
}

/** As TensorFlow.js has its own gradients: each is computed where somebody asks for it, which a `customGrad` cannot do. */
function registerConvolutionGradient(): void {
  if (getGradient('Convolution')) return;
  registerGradient({
    kernelName: 'Convolution',
    inputsToSave: ['x', 'filter'],
    outputsToSave: [true],
    gradFunc: (given, saved, attrs) => {
      const [x, filter, y] = saved as [Tensor, Tensor, Tensor];
      const { stride, before, after, alpha } = attrs as Record<'stride' | 'before' | 'after' | 'alpha', number>;
      // y has the sign of what went into the activation.
      const dy = alpha === 1 ? (given as Tensor) : slopedGradient(given as Tensor, y, alpha);
      const sides = [before, after];
      const form = { strides: [stride, stride], pad: [[0, 0], sides, sides, [0, 0]], dataFormat: 'NHWC' };
      return {
        x: () => run('Conv2DBackpropInput', { dy, filter }, { ...form, inputShape: x.shape }),
        filter: () => run('Conv2DBackpropFilter', { x, dy }, { ...form, filterShape: filter.shape }),
        bias: () => biasGradient(dy),
      };
    },
  });
}

const run = (name: string, inputs: Record<string, Tensor>, attributes: NamedAttrMap): Tensor =>
  engine().runKernel(name, inputs, attributes);
