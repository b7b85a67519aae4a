import { SUMMAND, Summand } from './weighted-sum';
import { weightOf } from './tiling';

/** One term of a transform in two dimensions: rows down, columns across, and its weight. 16 bytes. */
@unmanaged
export class Term {
  y: i32;
  x: i32;
  weight: f32;
  unused: i32;
}

/** Lists the terms that row i of the transform along y and row j of the same along x have together. Returns how many. */
export function listTerms(transform: usize, length: i32, i: i32, j: i32, to: usize): i32 {
  let count = 0;
  for (let y = 0; y < length; y++)
    for (let x = 0; x < length; x++) {
      const weight = weightOf(transform, length, i, y) * weightOf(transform, length, j, x);
      if (weight == 0) continue;
      const term = termOf(to, count++);
      term.y = y;
      term.x = x;
      term.weight = weight;
    }
  return count;
}

/** The list's term of this number. */
// @inline
export function termOf(terms: usize, i: i32): Term {
  return changetype<Term>(terms + ((<usize>i) << 4));
}

/** The list's summand of this number. */
// @inline
export function summandOf(summands: usize, i: i32): Summand {
  return changetype<Summand>(summands + ((<usize>i) << SUMMAND));
}
