import { checkComparable, type Image } from './image.ts';
import { HALF_RANGE } from './l1.ts';

/** The difference between black and white on [-1, 1]. */
const PEAK = 2;

/** Above this, images count as equal. */
export const MAX_PSNR = 100;

/**
 * The peak signal-to-noise ratio in decibels, 10 log10(2^2 / mean square error on [-1, 1]), at most 100. For equal images it
 * would be infinite, and one of them would make every mean infinite, which JSON cannot even hold. A single value off by one
 * step in an image of 200 x 200 is 99 dB.
 *
 * @throws RangeError where the sizes differ
 */
export function psnr(image: Image, target: Image): number {
  checkComparable(image, target);
  let sum = 0; // of integers, so exact
  for (let i = 0; i < image.data.length; i++) {
    sum += ((image.data[i] as number) - (target.data[i] as number)) ** 2;
  }
  const meanSquareError = sum / HALF_RANGE ** 2 / image.data.length;
  return Math.min(10 * Math.log10(PEAK ** 2 / meanSquareError), MAX_PSNR);
}
