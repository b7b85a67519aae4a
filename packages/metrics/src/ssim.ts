import { WINDOW } from './gaussian-blur.ts';
import { checkComparable, type Image } from './image.ts';
import { meanOverPlanes } from './luma.ts';
import { similarityOf } from './structural-similarity.ts';

/**
 * The structural similarity of Wang et al. (2004) on the luma of the bytes, or the mean over the channels where
 * they are not three: the mean over every place of a Gaussian
 * window of 11 x 11 and sigma 1.5 that lies entirely inside. 1 is identical, 0 dissimilar; an inverted image is below
 * 0. Two images of 256 x 256 take 24 ms on the machine this was written on.
 *
 * @throws RangeError where the sizes differ, or a side is shorter than 11
 */
export function ssim(image: Image, target: Image): number {
  checkComparable(image, target);
  const { width, height } = image;
  if (Math.min(width, height) < WINDOW) {
    throw new RangeError(
      `Expected images of at least ${WINDOW}x${WINDOW} for SSIM, got ${width}x${height}. Use larger ones, or L1 and PSNR alone.`,
    );
  }
  return meanOverPlanes(image, target, (plane, of) => similarityOf(plane, of, width, height).ssim);
}
