import { blankLike, channelsOf, depthOf, largestOf, type Raster } from './pixels.ts';
import { FRACTION_BITS, resizeWeights } from './resize-weights.ts';

const UNIT = 2 ** FRACTION_BITS;

/**
 * Makes every row of a picture of any channels and depth `width` long. In floating point: the sums of 16 bits have no room in the
 * integers.
 */
export function resizeRowsOfAny(picture: Raster, width: number): Raster {
  if (width === picture.width) return picture;
  const { data: from, width: fromWidth, height } = picture;
  const channels = channelsOf(picture);
  const { first, count, weights, stride } = resizeWeights(fromWidth, width);
  const resized = blankLike(picture, width, height);
  const store = storeIn(resized);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let i = 0; i < (count[x] as number); i++) {
          const source = (y * fromWidth + (first[x] as number) + i) * channels + channel;
          sum += (from[source] as number) * (weights[x * stride + i] as number);
        }
        store((y * width + x) * channels + channel, sum / UNIT);
      }
    }
  }
  return resized;
}

/** Makes every column `height` long, likewise. */
export function resizeColumnsOfAny(picture: Raster, height: number): Raster {
  if (height === picture.height) return picture;
  const { data: from, width, height: fromHeight } = picture;
  const { first, count, weights, stride } = resizeWeights(fromHeight, height);
  const length = width * channelsOf(picture);
  const resized = blankLike(picture, width, height);
  const store = storeIn(resized);
  const sums = new Float64Array(length);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let i = 0; i < (count[y] as number); i++) {
      const weight = weights[y * stride + i] as number;
      const source = ((first[y] as number) + i) * length;
      for (let x = 0; x < length; x++) sums[x] = (sums[x] as number) + (from[source + x] as number) * weight;
    }
    for (let x = 0; x < length; x++) store(y * length + x, (sums[x] as number) / UNIT);
  }
  return resized;
}

/** Writes a value clipped to those of the picture's depth, and rounded unless it has floats. */
function storeIn(picture: Raster): (at: number, value: number) => void {
  const { data } = picture;
  const depth = depthOf(picture);
  const largest = largestOf(depth);
  const rounding = depth === 32 ? 0 : 0.5;
  return (at, value) => {
    data[at] = Math.min(Math.max(value + rounding, 0), largest);
  };
}
