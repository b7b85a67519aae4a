import { madd } from '../product/madd';

/** One of the runs that a sum adds up: its address, or its distance from a common one, and its weight. 8 bytes. */
@unmanaged
export class Summand {
  at: usize;
  weight: f32;
}

/** Bytes of a Summand, as a power of two. */
export const SUMMAND: usize = 3;

/** to[x] = sum over the summands of weight * from[at + x], over a multiple of 16 bytes. There is at least one summand. */
export function weightedSum(to: usize, bytes: usize, from: usize, summands: usize, count: i32): void {
  const end = summands + ((<usize>count) << SUMMAND);
  let x: usize = 0;
  for (; x + 64 <= bytes; x += 64) weightedLine(to + x, to + x + 16, to + x + 32, to + x + 48, from + x, summands, end);
  for (; x < bytes; x += 16) v128.store(to + x, weightedVector(from + x, summands, end));
}

/** The first 16 floats of the sum, which are a cache line, four by four to four places. */
// @inline
export function weightedLine(to0: usize, to1: usize, to2: usize, to3: usize, from: usize, summands: usize, end: usize): void {
  let a = from + load<usize>(summands);
  let w = v128.load_splat<f32>(summands, 4);
  let s0 = f32x4.mul(w, v128.load(a));
  let s1 = f32x4.mul(w, v128.load(a, 16));
  let s2 = f32x4.mul(w, v128.load(a, 32));
  let s3 = f32x4.mul(w, v128.load(a, 48));
  for (let next = summands + 8; next < end; next += 8) {
    a = from + load<usize>(next);
    w = v128.load_splat<f32>(next, 4);
    s0 = madd(w, v128.load(a), s0);
    s1 = madd(w, v128.load(a, 16), s1);
    s2 = madd(w, v128.load(a, 32), s2);
    s3 = madd(w, v128.load(a, 48), s3);
  }
  v128.store(to0, s0);
  v128.store(to1, s1);
  v128.store(to2, s2);
  v128.store(to3, s3);
}

/** The first 4 floats of the sum. */
// @inline
export function weightedVector(from: usize, summands: usize, end: usize): v128 {
  let sum = f32x4.mul(v128.load_splat<f32>(summands, 4), v128.load(from + load<usize>(summands)));
  for (let next = summands + 8; next < end; next += 8)
    sum = madd(v128.load_splat<f32>(next, 4), v128.load(from + load<usize>(next)), sum);
  return sum;
}
