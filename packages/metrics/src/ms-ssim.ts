import { WINDOW } from './gaussian-blur.ts';
import { checkComparable, type Image } from './image.ts';
import { meanOverPlanes } from './luma.ts';
import { similarityOf } from './structural-similarity.ts';

/** The exponents of Wang et al. (2003), section 3.2, from the full size to the fifth. */
const EXPONENTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333] as const;

/** The shortest side in pixels that is still as long as SSIM's window after four halvings, rounded up each time. */
export const MS_SSIM_LEAST = (WINDOW - 1) * 2 ** (EXPONENTS.length - 1) + 1;

/**
 * The multi-scale structural similarity of Wang et al. (2003) on the luma of the bytes: the product over five scales of
 * c s ^ exponent, at the last of l c s ^ exponent, where l, c and s are the brightness, contrast and structure of
 * `ssim`, each a mean over the image. From scale to scale the means of 2 x 2 pixels are taken; an odd last row or column is
 * repeated. 1 is identical, 0 dissimilar. A negative c s, as of an inverted image, counts as 0, since it has no real power.
 *
 * @throws RangeError where the sizes differ, or a side is shorter than 161, whose fifth scale would not hold the window
 */
export function msSsim(image: Image, target: Image): number {
  checkComparable(image, target);
  const { width, height } = image;
  if (Math.min(width, height) < MS_SSIM_LEAST) {
    throw new RangeError(
      `Expected images of at least ${MS_SSIM_LEAST}x${MS_SSIM_LEAST} for MS-SSIM, got ${width}x${height}. Use larger ones, or SSIM.`,
    );
  }
  return meanOverPlanes(image, target, (plane, of) => ofPlanes(plane, of, width, height));
}

function ofPlanes(plane: Float64Array, of: Float64Array, fullWidth: number, fullHeight: number): number {
  let [x, y, width, height] = [plane, of, fullWidth, fullHeight];
  let result = 1;
  for (const [scale, exponent] of EXPONENTS.entries()) {
    if (scale > 0) {
      [x, y] = [halved(x, width, height), halved(y, width, height)];
      [width, height] = [Math.ceil(width / 2), Math.ceil(height / 2)];
    }
    const { ssim, contrastStructure } = similarityOf(x, y, width, height);
    result *= Math.max(scale === EXPONENTS.length - 1 ? ssim : contrastStructure, 0) ** exponent;
  }
  return result;
}

/** The means of 2 x 2 values, with an odd last row or column repeated. */
function halved(plane: Float64Array, width: number, height: number): Float64Array {
  const half = new Float64Array(Math.ceil(width / 2) * Math.ceil(height / 2));
  let at = 0;
  for (let y = 0; y < height; y += 2) {
    const [above, below] = [y * width, Math.min(y + 1, height - 1) * width];
    for (let x = 0; x < width; x += 2) {
      const right = Math.min(x + 1, width - 1);
      const sum = [above + x, above + right, below + x, below + right].reduce(
        (all, i) => all + (plane[i] as number),
        0,
      );
      half[at++] = sum / 4;
    }
  }
  return half;
}
