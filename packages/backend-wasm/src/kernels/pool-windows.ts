import { padOfEachSide } from '@pix2pix-ts/common/convolution-info';
import { backend_util, type TypedArray } from '@tensorflow/tfjs-core';
import { ONE_DEEP, visitTaps, type WindowSizes } from './visit-taps.ts';

/** The sizes of a pool over [batch, depth, height, width, channels]. */
export type PoolSizes = WindowSizes & { inChannels: number; outShape: number[] };

type Attrs = Record<string, unknown>;
type Pool2D = Parameters<typeof backend_util.computePool2DInfo>;
type Pool3D = Parameters<typeof backend_util.computePool3DInfo>;
type PoolAttrs<P extends unknown[]> = { filterSize: P[1]; strides: P[2]; pad: P[4]; dimRoundingMode?: P[5] & 'floor' };

/** The sizes of a pool over images, which has a depth of 1. */
export function poolSizes2D(shape: number[], attrs: Attrs): PoolSizes {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as PoolAttrs<Pool2D>;
  const given = [shape as Pool2D[0], filterSize, strides, 1, padOfEachSide(pad), dimRoundingMode] as const;
  const info = backend_util.computePool2DInfo(...given);
  return checkFit({ ...info, ...ONE_DEEP, padInfo: { ...info.padInfo, front: 0, back: 0 } }, shape);
}

/** The sizes of a pool over volumes. */
export function poolSizes3D(shape: number[], attrs: Attrs): PoolSizes {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as PoolAttrs<Pool3D>;
  const given = [shape as Pool3D[0], filterSize, strides, 1, pad, dimRoundingMode] as const;
  return checkFit(withoutNegativePads(backend_util.computePool3DInfo(...given)), shape);
}

/** With 'same', tfjs computes paddings below 0 for volumes where a stride is larger than the window: there is nothing to pad. */
export function withoutNegativePads<Sizes extends WindowSizes>(sizes: Sizes): Sizes {
  const { front, back, top, bottom, left, right } = sizes.padInfo;
  const atLeast0 = (pad: number) => Math.max(0, pad);
  return {
    ...sizes,
    padInfo: {
      front: atLeast0(front),
      back: atLeast0(back),
      top: atLeast0(top),
      bottom: atLeast0(bottom),
      left: atLeast0(left),
      right: atLeast0(right),
    },
  };
}

function checkFit(sizes: PoolSizes, shape: number[]): PoolSizes {
  const { filterDepth, filterHeight, filterWidth, outDepth, outHeight, outWidth } = sizes;
  if (Math.min(outDepth, outHeight, outWidth) < 0)
    throw new Error(
      `Expected a window that fits into the padded values, got [${[filterDepth, filterHeight, filterWidth]}] for [${shape}]. Pad more.`,
    );
  return sizes;
}

/**
 * Visits the windows of each channel, and in each the values that are not padding.
 *
 * @param visit is given the place in y of the window, and the place in x of a value in it
 */
export function visitWindows(sizes: PoolSizes, visit: (window: number, place: number) => void): void {
  const { inChannels } = sizes;
  visitTaps(sizes, (window, pixel) => {
    for (let c = 0; c < inChannels; c++) visit(window * inChannels + c, pixel * inChannels + c);
  });
}

/**
 * The place in x of each window's largest value, the first of equal ones. NaN is skipped, as the specs of
 * tfjs-core ask. -1 for a window without a number above -Infinity.
 */
export function placesOfMaxima(sizes: PoolSizes, x: TypedArray, windows: number): Int32Array {
  const places = new Int32Array(windows).fill(-1);
  visitWindows(sizes, (window, place) => {
    const best = places[window] as number;
    if ((x[place] as number) > (best < 0 ? Number.NEGATIVE_INFINITY : (x[best] as number))) places[window] = place;
  });
  return places;
}
