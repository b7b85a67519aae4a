import { checkComparable, type Image } from './image.ts';

/** How many of the 8-bit values make 1 on the model's scale from -1 to 1. */
export const HALF_RANGE = 127.5;

/**
 * The mean absolute difference of all values on [-1, 1], where a byte x is x / 127.5 - 1: from 0 (equal) to 2 (black against
 * white).
 *
 * @throws RangeError where the sizes differ
 */
export function l1(image: Image, target: Image): number {
  checkComparable(image, target);
  let sum = 0; // of integers, so exact
  for (let i = 0; i < image.data.length; i++) {
    sum += Math.abs((image.data[i] as number) - (target.data[i] as number));
  }
  return sum / HALF_RANGE / image.data.length;
}
