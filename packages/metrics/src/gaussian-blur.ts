/** The side of the window, and how far it reaches. */
export const WINDOW = 11;
const SIGMA = 1.5;

/** The Gaussian of sigma 1.5 over 11 places, with a sum of 1. The window of 11 x 11 is its product with itself. */
const WEIGHTS = normalized(
  Float64Array.from({ length: WINDOW }, (_, i) => Math.exp(-((i - (WINDOW - 1) / 2) ** 2) / (2 * SIGMA ** 2))),
);

/**
 * The mean of a plane under the Gaussian window at every place where the window lies entirely inside:
 * `(width - 10) * (height - 10)` values.
 */
export function gaussianBlur(plane: Float64Array, width: number, height: number): Float64Array {
  const rows = blurAlong(plane, width - WINDOW + 1, height, width, 1);
  return blurAlong(rows, width - WINDOW + 1, height - WINDOW + 1, width - WINDOW + 1, width - WINDOW + 1);
}

/** Blurs in one direction, in which two neighbours are `step` apart: `width` x `height` results from rows of `stride`. */
function blurAlong(plane: Float64Array, width: number, height: number, stride: number, step: number): Float64Array {
  const blurred = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = 0, at = y * stride + x; i < WINDOW; i++, at += step) {
        sum += (WEIGHTS[i] as number) * (plane[at] as number);
      }
      blurred[y * width + x] = sum;
    }
  }
  return blurred;
}

function normalized(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
