import { type ImageSize, type Sides, sidesOf } from '@pix2pix-ts/common';
import {
  addBias,
  convolution,
  dropout,
  dropoutMask,
  type FusibleActivation,
  isSamePadding,
  leakyRelu,
  type NamedTensors,
  reflectPad,
  relu,
  resizeConv,
  tanh,
  upsampleConv,
} from '@pix2pix-ts/ops';
import { conv2dTranspose, slice, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { DropoutChoice, Mode, SummaryRow, TensorSpecs } from './architecture.ts';
import { countParameters } from './named-tensors.ts';
import { type NormName, norms } from './norms/index.ts';
import type { NormMode } from './norms/norm.ts';

/** One convolution with what belongs to it: bias, norm, activation and dropout, in this order unless it says otherwise. */
export type ConvBlock = {
  /** The first part of the names of its tensors: `down1`, `block3.conv2`. */
  name: string;
  /**
   * A convolution; the transposed one, which makes the image `stride` times as large; the image doubled by nearest
   * neighbours, and a 3x3 convolution with padding 1; or doubled, padded by one left and top, and a 4x4 convolution with
   * padding 1.
   */
  conv: 'plain' | 'transposed' | 'resized' | 'upsampled';
  /** Of the kernel, in pixels; a doubled image's is given above. @default 4 */
  kernel?: number;
  /** How far the kernel moves. @default 1 */
  stride?: number;
  /**
   * Pixels added before and after each row and column, or cut off by a transposed convolution, whose output is then
   * `stride` times its input. @default 0 on both sides
   */
  padding?: {
    /** At the top and at the left. */
    before: number;
    /** At the bottom and at the right. */
    after: number;
    /** The image's mirror image in place of zeros. @default false */
    reflect?: boolean;
  };
  /** Channels that go in, those of a skip included. */
  inChannels: number;
  /** Channels that come out. */
  outChannels: number;
  /** Whether a bias is added. */
  bias: boolean;
  /** @default none */
  norm?: NormName | undefined;
  /** @default none */
  activation?: keyof typeof ACTIVATIONS | undefined;
  /** The share of what is negative that LeakyReLU lets through. @default 0.2 */
  slope?: number | undefined;
  /** Whether the activation comes before the norm. @default false */
  activatesFirst?: boolean;
  /** The share of values that are dropped at the end. @default 0 */
  dropout?: number;
};

/** Standard deviation of the weights, as in the paper's section 6.2. */
const WEIGHT_STD = 0.02;

const ACTIVATIONS = {
  leakyRelu: { words: 'LeakyReLU', apply: (x: Tensor4D, slope?: number) => leakyRelu(x, slope) },
  relu: { words: 'ReLU', apply: relu },
  tanh: { words: 'tanh', apply: tanh },
} as const;

/** The block's tensors; a bias begins within 1/sqrt(fan in), as in PyTorch. */
export function blockTensors(block: ConvBlock): TensorSpecs {
  const { name, conv, inChannels, outChannels, bias, norm } = block;
  const kernel = kernelSize(block);
  const isTransposed = conv === 'transposed';
  const channels = isTransposed ? [outChannels, inChannels] : [inChannels, outChannels];
  const fanIn = kernel * kernel * inChannels;
  const specs: TensorSpecs = {
    [`${name}.weight`]: {
      shape: [kernel, kernel, ...channels],
      init: { normal: WEIGHT_STD },
      trained: true,
      outputAxis: isTransposed ? 2 : 3,
    },
  };
  if (bias) specs[`${name}.bias`] = { shape: [outChannels], init: { uniform: 1 / Math.sqrt(fanIn) }, trained: true };
  const ofNorm = norm === undefined ? {} : norms.get(norm).tensors(outChannels);
  for (const [own, spec] of Object.entries(ofNorm)) specs[`${name}.norm.${own}`] = spec;
  return specs;
}

function kernelSize({ conv, kernel = 4 }: ConvBlock): number {
  return conv === 'resized' ? 3 : kernel;
}

/** Runs the block: [B, H, W, inChannels] to [B, H', W', outChannels]. Intermediate tensors are left to a tidy around it. */
export function applyBlock(block: ConvBlock, tensors: NamedTensors, x: Tensor4D, mode: Mode): Tensor4D {
  const { name, norm, activation, slope, dropout: rate = 0 } = block;
  const weight = tensors[`${name}.weight`] as Tensor4D;
  const bias = tensors[`${name}.bias`] as Tensor1D | undefined;
  const fusible = fusibleActivation(block);
  const isPlain = block.conv === 'plain';
  const activatesFirst = norm === undefined || block.activatesFirst === true;
  let h = isPlain
    ? convolve(block, x, weight, bias, activatesFirst ? fusible : undefined)
    : convolveUp(block, x, weight, bias);
  const isActivated = isPlain && activatesFirst && fusible !== undefined;
  if (activatesFirst && activation !== undefined && !isActivated) h = ACTIVATIONS[activation].apply(h, slope);
  if (norm !== undefined) h = normAndActivate(block, tensors, h, mode);
  const { dropout: choice = 'off' } = mode;
  return rate === 0 || choice === 'off' ? h : dropout(h, maskFor(choice, name, h.shape, rate), rate);
}

function convolve(
  { stride = 1, padding = NO_PADDING }: ConvBlock,
  x: Tensor4D,
  weight: Tensor4D,
  bias: Tensor1D | undefined,
  activation: FusibleActivation | undefined,
): Tensor4D {
  const { before, after, reflect = false } = padding;
  if (!reflect || (before === 0 && after === 0))
    return convolution(x, weight, { stride, padding: { before, after }, bias, activation });
  return convolution(reflectPad(x, before, after), weight, { stride, bias, activation });
}

function convolveUp(block: ConvBlock, x: Tensor4D, weight: Tensor4D, bias: Tensor1D | undefined): Tensor4D {
  const h =
    block.conv === 'transposed'
      ? convolveTransposed(block, x, weight)
      : { resized: resizeConv, upsampled: upsampleConv }[block.conv as 'resized' | 'upsampled'](x, weight);
  return bias ? addBias(h, bias) : h;
}

const NO_PADDING: NonNullable<ConvBlock['padding']> = { before: 0, after: 0 };

function convolveTransposed(
  { kernel = 4, stride = 1, padding, outChannels }: ConvBlock,
  x: Tensor4D,
  weight: Tensor4D,
) {
  const { before, after } = padding ?? NO_PADDING;
  const [batch, height, width] = x.shape;
  const [tall, wide] = [stride * height, stride * width];
  if (isSamePadding(tall, kernel, stride, { before, after }))
    return conv2dTranspose(x, weight, [batch, tall, wide, outChannels], stride, 'same');
  const whole = [batch, stride * (height - 1) + kernel, stride * (width - 1) + kernel, outChannels] as const;
  return slice(
    conv2dTranspose(x, weight, [...whole], stride, 'valid'),
    [0, before, before, 0],
    [batch, tall, wide, outChannels],
  );
}

function normAndActivate(block: ConvBlock, tensors: NamedTensors, x: Tensor4D, mode: Mode): Tensor4D {
  const { name, norm, slope, outChannels } = block;
  const activation = block.activatesFirst ? undefined : block.activation;
  const { apply, applyActivated, tensors: specs } = norms.get(norm as NormName);
  const prefix = `${name}.norm.`;
  const names = Object.keys(specs(outChannels));
  const own = Object.fromEntries(names.map((each) => [each, tensors[prefix + each] as Tensor4D]));
  const ofNorm = normMode(prefix, mode);
  const fusible = fusibleActivation({ activation, slope });
  if (applyActivated && fusible) return applyActivated(x, own, ofNorm, fusible);
  const h = apply(x, own, ofNorm);
  return activation === undefined ? h : ACTIVATIONS[activation].apply(h, slope);
}

/** An activation that goes along with the norm or the convolution before it, which an engine may compute together with it. */
function fusibleActivation({
  activation,
  slope,
}: Pick<ConvBlock, 'activation' | 'slope'>): FusibleActivation | undefined {
  if (activation === 'relu') return activation;
  return activation === 'leakyRelu' && slope === undefined ? activation : undefined; // engines know one slope
}

/** The mode with the norm's own names. */
function normMode(prefix: string, { statistics = 'running', onMovedStatistics }: Mode): NormMode {
  if (!onMovedStatistics) return { statistics };
  const withPrefix = (moved: NamedTensors) =>
    onMovedStatistics(Object.fromEntries(Object.entries(moved).map(([name, tensor]) => [prefix + name, tensor])));
  return { statistics, onMovedStatistics: withPrefix };
}

function maskFor(
  choice: Exclude<DropoutChoice, 'off'>,
  layer: string,
  shape: Tensor4D['shape'],
  rate: number,
): Tensor4D {
  if ('seed' in choice)
    return dropoutMask(shape, rate, choice.firstPlace ?? 0, choice.seed, 'dropout', choice.step ?? 0, layer);
  const mask = choice.masks[layer];
  if (mask?.shape.join() !== shape.join())
    throw new Error(`Expected a mask of shape [${shape}] for '${layer}', got ${mask ? `[${mask.shape}]` : 'none'}.`);
  return mask;
}

/** The height and width that the block makes of those of an image. */
export function outputSize({ conv, kernel = 4, stride = 1, padding }: ConvBlock, size: ImageSize): Sides {
  const { before, after } = padding ?? NO_PADDING;
  const side = (of: number) => {
    if (conv === 'upsampled' || conv === 'resized') return 2 * of;
    if (conv === 'transposed') return stride * of;
    return Math.floor((of + before + after - kernel) / stride) + 1;
  };
  const { width, height } = sidesOf(size);
  return { width: side(width), height: side(height) };
}

/**
 * The block's line of a summary.
 *
 * @param size of the image that goes in
 * @param joined what is joined to its output, in words, with the channels that this adds
 */
export function blockRow(block: ConvBlock, size: ImageSize, joined?: { words: string; channels: number }): SummaryRow {
  const { name, conv, kernel = 4, stride = 1, norm, activation, dropout: rate = 0, outChannels } = block;
  const { width, height } = outputSize(block, size);
  const hasNorm = norm !== undefined && norm !== 'none';
  const words = {
    plain: `conv ${kernel}x${kernel}${stride > 1 ? ` /${stride}` : ''}`,
    transposed: `transposed conv ${kernel}x${kernel} x${stride}`,
    resized: 'resize x2, conv 3x3',
    upsampled: 'upsample x2, conv 4x4',
  };
  const activated = activation ? ACTIVATIONS[activation].words : '';
  const parts = [
    words[conv],
    ...(block.activatesFirst ? [activated, hasNorm ? 'norm' : ''] : [hasNorm ? 'norm' : '', activated]),
    rate > 0 ? 'dropout' : '',
    joined?.words ?? '',
  ];
  return {
    name,
    layers: parts.filter(Boolean).join(', '),
    outputShape: [height, width, outChannels + (joined?.channels ?? 0)],
    parameters: countParameters(blockTensors(block)),
    ...(hasNorm && { norm }),
  };
}
