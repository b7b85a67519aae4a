/**
 * 0 where a draw is below the rate, otherwise 1, over `count` floats: the draws of xoroshiro128+ (Blackman and Vigna) from
 * a state of four words, of which the lower 32 bits are taken as a number from 0 to 1.
 */
export function dropoutMask(to: usize, count: i32, s01: i32, s00: i32, s11: i32, s10: i32, rate: f64): void {
  let a = ((<u64>(<u32>s01)) << 32) | <u64>(<u32>s00);
  let b = ((<u64>(<u32>s11)) << 32) | <u64>(<u32>s10);
  for (let i = 0; i < count; i++) {
    const draw = <f64>(<u32>(a + b)) * 2.3283064365386963e-10; // 2^-32
    store<f32>(to + ((<usize>i) << 2), draw < rate ? 0 : 1);
    b ^= a;
    a = rotl<u64>(a, 24) ^ b ^ (b << 16);
    b = rotl<u64>(b, 37);
  }
}
