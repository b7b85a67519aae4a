import { getGradient } from '@tensorflow/tfjs-core';
import type { DrawnCase } from '../kernel-case.ts';
import type { DrawCalls } from './draw-call.ts';
import { drawMoves } from './moves.ts';
import { drawPicks } from './picks.ts';
import { drawReductions } from './reductions.ts';
import { drawResizes } from './resizes.ts';
import { seededDraw } from './seeded-draw.ts';
import { drawValueByValue } from './value-by-value.ts';
import { drawWindows } from './windows.ts';

const drawCalls: DrawCalls = {
  ...drawValueByValue,
  ...drawReductions,
  ...drawMoves,
  ...drawPicks,
  ...drawWindows,
  ...drawResizes,
};

/** The kernels whose calls are drawn. */
export const drawnKernels: readonly string[] = Object.keys(drawCalls);

/** The registered kernels that are not drawn themselves, and why. */
export const notDrawn: Readonly<Record<string, string>> = {
  AvgPool3DGrad: 'by the gradient of AvgPool3D',
  AvgPoolGrad: 'by the gradient of AvgPool',
  Conv2DBackpropFilter: 'by the gradient of Conv2D',
  Conv3DBackpropFilterV2: 'by the gradient of Conv3D',
  Conv3DBackpropInputV2: 'by the gradient of Conv3D',
  DepthwiseConv2dNativeBackpropFilter: 'by the gradient of DepthwiseConv2dNative',
  DepthwiseConv2dNativeBackpropInput: 'by the gradient of DepthwiseConv2dNative',
  Dilation2DBackpropFilter: 'by the gradient of Dilation2D',
  Dilation2DBackpropInput: 'by the gradient of Dilation2D',
  EluGrad: 'by the gradient of Elu',
  LRNGrad: 'by the gradient of LRN',
  MaxPool3DGrad: 'by the gradient of MaxPool3D',
  MaxPoolGrad: 'by the gradient of MaxPool',
  ResizeBilinearGrad: 'by the gradient of ResizeBilinear',
  ResizeNearestNeighborGrad: 'by the gradient of ResizeNearestNeighbor',
  AdamUpdate: 'tfjs has no such kernel; tested next to it',
  BatchNorm: 'tfjs has no such kernel; tested next to it',
  BatchNormGrad: 'tfjs has no such kernel; tested next to it',
  DropoutMask: 'tfjs has no such kernel; tested next to it',
  InstanceNorm: 'tfjs has no such kernel; tested next to it',
  InstanceNormGrad: 'tfjs has no such kernel; tested next to it',
  LeakyReluGrad: 'tfjs has no such kernel; tested next to it',
  ReluGrad: 'tfjs has no such kernel; tested next to it',
  Multinomial: 'random by itself',
  SparseFillEmptyRows: 'computes no numbers: code that all backends share',
  SparseReshape: 'computes no numbers: code that all backends share',
  StringNGrams: 'strings: code that all backends share',
  StringSplit: 'strings: code that all backends share',
  StringToHashBucketFast: 'strings: code that all backends share',
};

/** tfjs-core's own gradients of these are wrong, on every backend: mirrored values get none, and axes are mixed up. */
const wrongInCore = new Set(['MirrorPad', 'Cumsum', 'Cumprod', 'Select']);

/** Of this many numbers of an index one is a gradient, where the kernel has one. */
const EVERY_SO_MANY_A_GRADIENT = 3;

/** The call of a kernel at this index; `undefined` where what was drawn is not a valid call. */
export function drawCase(kernel: string, seed: number, index: number): DrawnCase | undefined {
  const hasGradient = getGradient(kernel) !== undefined && !wrongInCore.has(kernel);
  const gradient = hasGradient && index % EVERY_SO_MANY_A_GRADIENT === 2;
  const drawn = drawCalls[kernel]?.(seededDraw(`${seed} ${kernel} ${index}`, gradient), kernel);
  if (!drawn) return undefined;
  // A spec of tfjs-core asks for a gradient that is not the mean's.
  if (gradient && kernel === 'AvgPool' && Array.isArray(drawn.attrs.pad)) return undefined;
  return { call: { kernel, ...drawn, ...(gradient && { gradient: true }) }, index };
}
