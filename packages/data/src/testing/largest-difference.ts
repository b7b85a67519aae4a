import type { Pixels } from '../pixels.ts';

/** The greatest distance between two images' values. */
export function largestDifference(left: Pixels, right: Pixels): number {
  if (left.data.length !== right.data.length) throw new Error('Expected images of the same size.');
  let most = 0;
  for (const [i, value] of left.data.entries()) most = Math.max(most, Math.abs(value - (right.data[i] as number)));
  return most;
}
