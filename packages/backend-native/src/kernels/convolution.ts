import { backend_util, type NamedAttrMap } from '@tensorflow/tfjs-core';

/** A convolution of images [B, H, W, C], in the words of TensorFlow.js. */
export type Convolution = backend_util.Conv2DInfo;

/** The window that a convolution moves over an image: its size and its steps. */
export type Window = { size: readonly [number, number]; strides: readonly [number, number]; padding: 'SAME' | 'VALID' };

/** A kernel that TensorFlow.js asks for a convolution's gradient. */
export type GradientKernel = 'Conv2DBackpropInput' | 'Conv2DBackpropFilter';

type Shape4D = [number, number, number, number];
type Attributes = { strides: number; pad: 'same' | 'valid'; dataFormat: 'NHWC' | 'NCHW'; dimRoundingMode?: 'floor' };

/** The convolution whose gradient is asked for. */
export function convolutionOf(x: readonly number[], filter: readonly number[], attributes: NamedAttrMap): Convolution {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes as unknown as Attributes;
  const layout = backend_util.convertConv2DDataFormat(dataFormat);
  const shapes = [x as Shape4D, filter as Shape4D] as const;
  return backend_util.computeConv2DInfo(...shapes, strides, 1, pad, dimRoundingMode, false, layout);
}

/** Whether the forms here cover it: NHWC, with 'same' or 'valid' padding, no axis empty. */
export function isCovered({ dataFormat, padInfo, inShape, filterShape, outShape }: Convolution): boolean {
  if (dataFormat !== 'channelsLast' || !(padInfo.type === 'SAME' || padInfo.type === 'VALID')) return false;
  return ![...inShape, ...filterShape, ...outShape].includes(0);
}

/** How its window moves, in TensorFlow's words. */
export function windowOf({ strideHeight, strideWidth, padInfo }: Convolution): Pick<Window, 'strides' | 'padding'> {
  return { strides: [strideHeight, strideWidth], padding: padInfo.type as 'SAME' | 'VALID' };
}

/**
 * Whether its images are small, so that the filter is most of the work: TensorFlow's own gradients then take up to ten
 * times as long as a product of matrices (1x4x4x512 by 4x4x512x1024, 2 threads: 41 ms against 4).
 */
export function hasSmallImages({ outHeight, outWidth }: Convolution): boolean {
  return outHeight * outWidth <= 256;
}

/** How many products of an input channel and an output channel there are in a filter, by the positions of its output. */
export function weightOfFilter({ inChannels, outChannels, batchSize, outHeight, outWidth }: Convolution): number {
  return (inChannels * outChannels) / (batchSize * outHeight * outWidth);
}

/**
 * Whether it moves one step at a time to few channels, as last layers do; TensorFlow's own gradients then lay out windows
 * of all the input's channels (3x3 from 128 to 12 channels at 128x128, 2 threads: 76 ms for the filter's).
 */
export function hasFewOutputs({ strideHeight, strideWidth, inChannels, outChannels, ...rest }: Convolution): boolean {
  if (strideHeight !== 1 || strideWidth !== 1 || outChannels * 8 > inChannels) return false;
  return rest.padInfo.top < rest.filterHeight && rest.padInfo.left < rest.filterWidth;
}

/** How far the output's gradient is padded so that each input position sees all the outputs it went into. */
export function paddingOfGradient({ padInfo, filterHeight, filterWidth, ...c }: Convolution): [number, number][] {
  const before = [filterHeight - 1 - padInfo.top, filterWidth - 1 - padInfo.left] as const;
  const after = [
    c.inHeight + filterHeight - 1 - c.outHeight - before[0],
    c.inWidth + filterWidth - 1 - c.outWidth - before[1],
  ] as const;
  return [
    [0, 0],
    [before[0], after[0]],
    [before[1], after[1]],
    [0, 0],
  ];
}
