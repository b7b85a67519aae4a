import { gaussianBlur, WINDOW } from './gaussian-blur.ts';

const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/** How alike two planes are under the Gaussian window, as means over every place where it lies entirely inside. */
export type Similarity = {
  /** Of brightness, contrast and structure: Wang et al. (2004), equation 13. */
  readonly ssim: number;
  /** Of contrast and structure alone. */
  readonly contrastStructure: number;
};

/** Compares two planes of `width * height` values in 0 .. 255, of which each side is at least {@link WINDOW}. */
export function similarityOf(x: Float64Array, y: Float64Array, width: number, height: number): Similarity {
  const blur = (plane: Float64Array) => gaussianBlur(plane, width, height);
  const [meanX, meanY] = [blur(x), blur(y)];
  const [meanXX, meanYY, meanXY] = [blur(product(x, x)), blur(product(y, y)), blur(product(x, y))];
  let [ssim, contrastStructure] = [0, 0];
  for (let i = 0; i < meanX.length; i++) {
    const [mx, my] = [meanX[i] as number, meanY[i] as number];
    const squares = mx * mx + my * my;
    const variances = (meanXX[i] as number) + (meanYY[i] as number) - squares;
    const covariance = (meanXY[i] as number) - mx * my;
    const [numerator, denominator] = [2 * covariance + C2, variances + C2];
    ssim += ((2 * mx * my + C1) * numerator) / ((squares + C1) * denominator);
    contrastStructure += numerator / denominator;
  }
  return { ssim: ssim / meanX.length, contrastStructure: contrastStructure / meanX.length };
}

function product(x: Float64Array, y: Float64Array): Float64Array {
  return x.map((value, i) => value * (y[i] as number));
}
