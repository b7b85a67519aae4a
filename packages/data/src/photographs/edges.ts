import { CHANNELS, type Pixels } from '../pixels.ts';
import { type Grid, gaussianBlur, gridOf } from './gaussian-blur.ts';

/** Of a picture's shorter side: how much is smoothed away, so that fur and grass are no lines. */
const SMOOTHING = 1 / 150;
/** Lines begin at the gradient that this share of the pixels has not, and go on to a part of it. */
const STRONG = 0.9;
const WEAK = 0.35;
/** The least gradient, in steps of 255 a pixel, that begins a line: a clear sky has none, however weak the others are. */
const LEAST = 6;
/** Of the shorter side: lines that are shorter are specks. */
const SHORTEST = 1 / 24;
/** Of the shorter side: how wide the pen is, as the sigma of what its ink looks like. */
const PEN = 1 / 360;

/**
 * The outlines of a picture as one would draw them, dark lines on white: Canny's edges (1986), that is where the smoothed
 * picture's gradient is largest across its direction and is strong, or goes on from where it is strong. The gradient is that
 * of the colour channel that changes most. Short lines are left out, and the others drawn with a soft pen.
 */
export function edges(pixels: Pixels): Pixels {
  const { width, height } = pixels;
  const side = Math.min(width, height);
  const smooth = gaussianBlur(gridOf(pixels), Math.max(0.8, side * SMOOTHING));
  const gradient = gradientOf(smooth);
  const thin = thinned(gradient, width, height);
  const strong = Math.max(LEAST, quantile(gradient.strength, STRONG));
  const lines = followed(thin, { width, height, strong, weak: WEAK * strong, shortest: side * SHORTEST });
  return drawn(lines, width, height, Math.max(0.6, side * PEN));
}

type Gradient = { readonly strength: Float32Array; readonly x: Float32Array; readonly y: Float32Array };

/** By Sobel's differences, a pixel's change of value; beyond the edges the outermost pixels go on. */
function gradientOf({ values, width, height }: Grid): Gradient {
  const [strength, x, y] = [0, 1, 2].map(() => new Float32Array(width * height)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  // Written out, for a camera's pictures: closures would take four times as long.
  for (let row = 0; row < height; row++) {
    const above = Math.max(row - 1, 0) * width;
    const middle = row * width;
    const below = Math.min(row + 1, height - 1) * width;
    for (let column = 0; column < width; column++) {
      const left = Math.max(column - 1, 0);
      const right = Math.min(column + 1, width - 1);
      let [squares, across, down] = [0, 0, 0];
      for (let channel = 0; channel < CHANNELS; channel++) {
        const aboveLeft = values[(above + left) * CHANNELS + channel] as number;
        const aboveRight = values[(above + right) * CHANNELS + channel] as number;
        const belowLeft = values[(below + left) * CHANNELS + channel] as number;
        const belowRight = values[(below + right) * CHANNELS + channel] as number;
        const besideLeft = values[(middle + left) * CHANNELS + channel] as number;
        const besideRight = values[(middle + right) * CHANNELS + channel] as number;
        const straightAbove = values[(above + column) * CHANNELS + channel] as number;
        const straightBelow = values[(below + column) * CHANNELS + channel] as number;
        const dx = (aboveRight + 2 * besideRight + belowRight - aboveLeft - 2 * besideLeft - belowLeft) / 8;
        const dy = (belowLeft + 2 * straightBelow + belowRight - aboveLeft - 2 * straightAbove - aboveRight) / 8;
        if (dx * dx + dy * dy <= squares) continue;
        squares = dx * dx + dy * dy;
        across = dx;
        down = dy;
      }
      strength[middle + column] = Math.sqrt(squares);
      x[middle + column] = across;
      y[middle + column] = down;
    }
  }
  return { strength, x, y };
}

/** The gradient where it is largest along its own direction, 0 elsewhere: one pixel wide. */
function thinned({ strength, x, y }: Gradient, width: number, height: number): Float32Array {
  const thin = new Float32Array(strength.length);
  for (let row = 1; row < height - 1; row++)
    for (let column = 1; column < width - 1; column++) {
      const place = row * width + column;
      const step = stepAlong(x[place] as number, y[place] as number, width);
      const own = strength[place] as number;
      // Of two that are as large one stays.
      if (own > (strength[place - step] as number) && own >= (strength[place + step] as number)) thin[place] = own;
    }
  return thin;
}

/** To the neighbour, of eight, in this direction. */
function stepAlong(x: number, y: number, width: number): number {
  const [across, down] = [Math.abs(x), Math.abs(y)];
  const STEEP = 2.414; // tan(67.5 degrees)
  const sameWay = x * y > 0 ? 1 : -1;
  if (across > STEEP * down) return 1;
  if (down > STEEP * across) return width;
  return width + sameWay;
}

type Following = { width: number; height: number; strong: number; weak: number; shortest: number };

/** The pixels of lines that are strong somewhere, weak at least, and long enough. */
function followed(thin: Float32Array, { width, strong, weak, shortest }: Following): Uint8Array {
  const lines = new Uint8Array(thin.length);
  const seen = new Uint8Array(thin.length);
  const around = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1];
  for (let start = 0; start < thin.length; start++) {
    if (seen[start] || (thin[start] as number) < strong) continue;
    const line = [start];
    seen[start] = 1;
    for (const pixel of line)
      for (const step of around) {
        const next = pixel + step; // the outermost pixels are 0: no step leaves the picture
        if (seen[next] || (thin[next] as number) < weak) continue;
        seen[next] = 1;
        line.push(next);
      }
    if (line.length >= shortest) for (const pixel of line) lines[pixel] = 1;
  }
  return lines;
}

/** Lines with a soft pen: black in the middle. */
function drawn(lines: Uint8Array, width: number, height: number, pen: number): Pixels {
  const ink = gaussianBlur({ values: new Float32Array(lines), width, height, channels: 1 }, pen);
  const ofLine = 1 / (Math.sqrt(2 * Math.PI) * pen); // the ink in the middle of a long straight line
  const darkest = Math.min(1, ofLine);
  const data = new Uint8ClampedArray(lines.length * CHANNELS);
  for (let pixel = 0, at = 0; pixel < lines.length; pixel++) {
    const value = 255 * (1 - Math.min(1, (ink.values[pixel] as number) / darkest));
    data[at++] = value;
    data[at++] = value;
    data[at++] = value;
  }
  return { data, width, height };
}

/** The value that a share of the values is below: Hoare's selection, on average in time that grows with their number. */
function quantile(values: Float32Array, share: number): number {
  const some = values.slice();
  const place = Math.min(some.length - 1, Math.floor(share * some.length));
  let [from, to] = [0, some.length - 1];
  while (from < to) {
    const pivot = some[(from + to) >> 1] as number;
    let [low, high] = [from, to];
    while (low <= high) {
      while ((some[low] as number) < pivot) low++;
      while ((some[high] as number) > pivot) high--;
      if (low > high) break;
      const swapped = some[low] as number;
      some[low++] = some[high] as number;
      some[high--] = swapped;
    }
    if (place <= high) to = high;
    else if (place >= low) from = low;
    else break;
  }
  return some[place] as number;
}
