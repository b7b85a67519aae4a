import { backend_util } from '@tensorflow/tfjs-core';

/** A convolution's sizes, strides and paddings, as tfjs works them out. */
export type ConvolutionInfo = ReturnType<typeof backend_util.computeConv2DInfo>;

/**
 * Sizes and paddings from a convolution's attributes, in NHWC. Gradients have no dilations.
 *
 * @throws in one line where the filter is larger than the padded image
 */
export function convolutionInfo(
  xShape: number[],
  filterShape: number[],
  attrs: Record<string, unknown>,
  isDepthwise = false,
): ConvolutionInfo {
  const { strides, dilations, pad, dimRoundingMode } = attrs as ConvolutionAttrs;
  type FourNumbers = [number, number, number, number];
  const info = backend_util.computeConv2DInfo(
    xShape as FourNumbers,
    filterShape as FourNumbers,
    strides,
    dilations ?? 1,
    padOfEachSide(pad),
    dimRoundingMode,
    isDepthwise,
  );
  if (info.outHeight < 0 || info.outWidth < 0)
    throw new Error(
      `Expected a filter that fits into the padded image, got [${filterShape}] for [${xShape}]. Pad more.`,
    );
  return info;
}

/**
 * tfjs takes the height's filter and stride for the width too where all sides have one padding, a number: it is given each
 * side.
 */
export function padOfEachSide(pad: InfoParameters[4]): InfoParameters[4] {
  if (typeof pad !== 'number') return pad;
  return [
    [0, 0],
    [pad, pad],
    [pad, pad],
    [0, 0],
  ];
}

type InfoParameters = Parameters<typeof backend_util.computeConv2DInfo>;
type ConvolutionAttrs = {
  strides: InfoParameters[2];
  dilations?: InfoParameters[3] | null;
  pad: InfoParameters[4];
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
