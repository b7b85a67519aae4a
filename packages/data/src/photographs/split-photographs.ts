import { shuffledIndices } from '@pix2pix-ts/random';
import type { Split } from '../split-of.ts';

/**
 * Which split each of so many pictures is in, 90 % train, 5 % val, 5 % test, and at least one in each from three pictures on:
 * of a few, hashes of names often hold none out. Of one picture all is for training.
 */
export function splitPhotographs(pictures: number, seed: number): Split[] {
  const heldOut = Math.max(1, Math.round(pictures / 20));
  const splits: Split[] = Array.from({ length: pictures }, () => 'train');
  const order = [...shuffledIndices(pictures, seed, 'photographs')];
  if (pictures > 1) for (const index of order.slice(0, heldOut)) splits[index] = 'val';
  if (pictures > 2) for (const index of order.slice(heldOut, 2 * heldOut)) splits[index] = 'test';
  return splits;
}
