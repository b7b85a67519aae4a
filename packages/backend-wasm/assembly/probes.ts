import { madd } from './product/madd';

// The most that the machine's wasm can do, which benchmarks measure kernels against.

/** `rounds` times eight products and sums that do not wait for each other, on registers alone: 64 operations a round. */
export function arithmeticProbe(rounds: i32, out: usize): void {
  const factor = f32x4.splat(0.5);
  const term = f32x4.splat(1);
  let s0 = f32x4.splat(1);
  let s1 = f32x4.splat(2);
  let s2 = f32x4.splat(3);
  let s3 = f32x4.splat(4);
  let s4 = f32x4.splat(5);
  let s5 = f32x4.splat(6);
  let s6 = f32x4.splat(7);
  let s7 = f32x4.splat(8);
  for (; rounds > 0; rounds--) {
    s0 = madd(s0, factor, term);
    s1 = madd(s1, factor, term);
    s2 = madd(s2, factor, term);
    s3 = madd(s3, factor, term);
    s4 = madd(s4, factor, term);
    s5 = madd(s5, factor, term);
    s6 = madd(s6, factor, term);
    s7 = madd(s7, factor, term);
  }
  const low = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  v128.store(out, f32x4.add(low, f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7))));
}

/** The engine's own copy of so many bytes. */
export function copyProbe(to: usize, from: usize, bytes: i32): void {
  memory.copy(to, from, bytes);
}
