import type { ConvolutionInfo } from '../convolution-info.ts';
import type { Form } from './forms.ts';

/** One axis of a convolution: y[o] = sum over the taps k of x[o * stride - pad + k] * w[k]. */
export type ConvolutionAxis = {
  /** Pixels of x. */
  inSize: number;
  /** Pixels of y. */
  outSize: number;
  /** Taps. */
  filterSize: number;
  /** Pixels of x from a pixel of y to the next. */
  stride: number;
  /** Pixels that are added before x. */
  pad: number;
};

/**
 * How a form goes over one axis. One image is cut into tiles, the other is seen by them, and the filter's taps are taken in
 * groups of as many as the form has.
 */
export type TiledAxis = {
  /** How many tiles the cut image has. */
  tiles: number;
  /** The image that is seen, in pixels. */
  seen: {
    /** Of the whole image. */
    size: number;
    /** What the first tile sees first. */
    first: number;
    /** From tile to tile. */
    tile: number;
    /** From group to group. */
    group: number;
    /** From one that a tile sees to the next. */
    within: number;
  };
  /** The filter, in taps. */
  taps: {
    /** How many groups there are. */
    groups: number;
    /** The first group's first. */
    first: number;
    /** From group to group. */
    group: number;
    /** Within a group. */
    within: number;
    /** From phase to phase. */
    phase: number;
  };
  /** The image that is cut, in pixels. */
  cut: {
    /** Of the whole image. */
    size: number;
    /** The first tile's first. */
    first: number;
    /** From tile to tile. */
    tile: number;
    /** From phase to phase. */
    phase: number;
    /** Within a tile. */
    within: number;
  };
  /** Interleaved results that share what a tile sees. */
  phases: number;
};

/** The rows' and the columns' axis. */
export const axesOf = (info: ConvolutionInfo): [ConvolutionAxis, ConvolutionAxis] => [
  {
    inSize: info.inHeight,
    outSize: info.outHeight,
    filterSize: info.filterHeight,
    stride: info.strideHeight,
    pad: info.padInfo.top,
  },
  {
    inSize: info.inWidth,
    outSize: info.outWidth,
    filterSize: info.filterWidth,
    stride: info.strideWidth,
    pad: info.padInfo.left,
  },
];

const lengthsOf = ({ filter, result }: Form) => ({
  taps: (filter[0] as readonly number[]).length,
  results: result.length,
});

/** Whether groups of the form's taps make up the filter: of taps next to each other, or a stride apart. */
export function fits({ filterSize, stride }: ConvolutionAxis, form: Form): boolean {
  const { taps } = lengthsOf(form);
  return stride === 1 ? filterSize % taps === 0 : filterSize === stride * taps;
}

/** For a convolution and its gradient in the filter: y is cut, x is seen; the taps of a group are a stride apart. */
export function forwardAxis({ inSize, outSize, filterSize, stride, pad }: ConvolutionAxis, form: Form): TiledAxis {
  const { taps, results } = lengthsOf(form);
  const group = stride === 1 ? taps : 1;
  return {
    tiles: Math.ceil(outSize / results),
    seen: { size: inSize, first: -pad, tile: results * stride, group, within: stride },
    taps: { groups: filterSize / taps, first: 0, group, within: stride, phase: 0 },
    cut: { size: outSize, first: 0, tile: results, phase: 0, within: 1 },
    phases: 1,
  };
}

/**
 * For the gradient in the input: dx is cut, dy is seen. Pixel i of dx meets the taps k with i + pad = stride * o + k, so that
 * the pixels stride * v + f - pad, for one phase f, are a convolution of dy at v, v - 1, ... with the taps f, f + stride, ...
 *
 * @param shared whether all phases are cut alike, so that they share what they see: one axis, whose outermost tiles stand
 *   out over dx; else one axis for each phase
 */
export function inputGradientAxes(axis: ConvolutionAxis, form: Form, shared: boolean): TiledAxis[] {
  const { inSize, outSize, filterSize, stride, pad } = axis;
  const { taps, results } = lengthsOf(form);
  const cutFrom = (firstPhase: number, phases: number): TiledAxis => {
    const begin = Math.ceil((pad - firstPhase - phases + 1) / stride);
    const end = Math.floor((inSize - 1 + pad - firstPhase) / stride) + 1;
    return {
      tiles: Math.max(0, Math.ceil((end - begin) / results)),
      seen: { size: outSize, first: begin - taps + 1, tile: results, group: -taps, within: 1 },
      taps: {
        groups: stride === 1 ? filterSize / taps : 1,
        first: firstPhase + stride * (taps - 1),
        group: stride * taps,
        within: -stride,
        phase: 1,
      },
      cut: { size: inSize, first: stride * begin + firstPhase - pad, tile: stride * results, phase: 1, within: stride },
      phases,
    };
  };
  if (shared) return [cutFrom(0, stride)];
  return Array.from({ length: stride }, (_, phase) => cutFrom(phase, 1));
}
