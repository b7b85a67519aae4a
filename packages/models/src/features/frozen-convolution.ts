import { addBias, convolution, type NamedTensors, relu } from '@pix2pix-ts/ops';
import { conv2d, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { TensorSpecs } from '../architecture.ts';

/** A convolution, bias and ReLU of a network that is used as it is, and not trained. */
export type FrozenConvolution = {
  /** The first part of its tensors' names: `Mixed_5b.branch1x1`. */
  readonly name: string;
  /** Height and width of the kernel in pixels. */
  readonly kernel: readonly [number, number];
  /** How far it moves. @default 1 */
  readonly stride?: number;
  /** Pixels of zeros on each side, or as many as keep the size, where the stride is 1. @default 0 */
  readonly padding?: number | 'same';
  /** Channels that go in. */
  readonly inChannels: number;
  /** Channels that come out. */
  readonly outChannels: number;
};

/** Its kernel [height, width, in, out] and its bias [out]. */
export function frozenTensors({ name, kernel, inChannels, outChannels }: FrozenConvolution): TensorSpecs {
  const none = { init: { constant: 0 }, trained: false } as const; // the values come from a file
  return {
    [`${name}.weight`]: { shape: [...kernel, inChannels, outChannels], outputAxis: 3, ...none },
    [`${name}.bias`]: { shape: [outChannels], ...none },
  };
}

/** [B, H, W, in] to [B, H', W', out]; differentiable in x. Intermediate tensors are left to a tidy around it. */
export function applyFrozen(layer: FrozenConvolution, tensors: NamedTensors, x: Tensor4D): Tensor4D {
  const { name, kernel, stride = 1, padding = 0 } = layer;
  const weight = tensors[`${name}.weight`] as Tensor4D;
  const bias = tensors[`${name}.bias`] as Tensor1D;
  const [height, width] = kernel;
  if (height !== width) return relu(addBias(conv2d(x, weight, stride, 'same'), bias));
  const pixels = padding === 'same' ? (height - 1) / 2 : padding;
  return convolution(x, weight, { stride, padding: { before: pixels, after: pixels }, bias, activation: 'relu' });
}
