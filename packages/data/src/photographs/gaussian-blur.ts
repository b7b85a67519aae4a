import { CHANNELS, type Pixels } from '../pixels.ts';

/** Values on a grid: `channels` of each pixel, row by row. */
export type Grid = {
  /** The values. */
  readonly values: Float32Array;
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Values of a pixel. */
  readonly channels: number;
};

/** A picture's values as floats, 0 to 255. */
export function gridOf({ data, width, height }: Pixels): Grid {
  return { values: new Float32Array(data), width, height, channels: CHANNELS };
}

/**
 * Each value as the mean of those around it, weighted by exp(-distance^2 / (2 sigma^2)) as far as three sigmas; beyond the
 * edges the outermost pixels go on.
 *
 * @param sigma in pixels; 0 changes nothing
 */
export function gaussianBlur(grid: Grid, sigma: number): Grid {
  if (sigma <= 0) return grid;
  const { width, height, channels } = grid;
  const weights = gaussianWeights(sigma);
  const ofRows = blurLines(grid.values, weights, { lines: height, length: width, fromLine: width, along: 1, channels });
  const values = blurLines(ofRows, weights, { lines: width, length: height, fromLine: 1, along: width, channels });
  return { values, width, height, channels };
}

/** A picture out of focus: its Gaussian blur. @param sigma in pixels, from 0 */
export function blurred(pixels: Pixels, sigma: number): Pixels {
  const { values, width, height } = gaussianBlur(gridOf(pixels), sigma);
  return { data: new Uint8ClampedArray(values), width, height }; // which rounds
}

/** The weights at 0, 1, ... pixels, which come to 1 with those on the other side. */
function gaussianWeights(sigma: number): Float64Array {
  const one = Float64Array.from({ length: Math.ceil(3 * sigma) + 1 }, (_, i) => Math.exp(-(i ** 2) / (2 * sigma ** 2)));
  const sum = one.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
  return one.map((weight) => weight / sum);
}

type Lines = { lines: number; length: number; fromLine: number; along: number; channels: number };

function blurLines(from: Float32Array, weights: Float64Array, of: Lines): Float32Array {
  const { lines, length, fromLine, along, channels } = of;
  const to = new Float32Array(from.length);
  const step = along * channels;
  const reach = weights.length - 1;
  for (let line = 0; line < lines; line++)
    for (let channel = 0; channel < channels; channel++) {
      const start = line * fromLine * channels + channel;
      for (let place = 0; place < length; place++) {
        const at = start + place * step;
        let sum = (weights[0] as number) * (from[at] as number);
        if (place >= reach && place + reach < length) {
          for (let i = 1, away = step; i <= reach; i++, away += step)
            sum += (weights[i] as number) * ((from[at - away] as number) + (from[at + away] as number));
        } else {
          for (let i = 1; i <= reach; i++) {
            const before = from[start + Math.max(place - i, 0) * step] as number;
            const after = from[start + Math.min(place + i, length - 1) * step] as number;
            sum += (weights[i] as number) * (before + after);
          }
        }
        to[at] = sum;
      }
    }
  return to;
}
