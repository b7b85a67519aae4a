/** y = condition ? t : e over `count` values of 32 bits; a condition is a byte. */
export function select32(condition: usize, t: usize, e: usize, y: usize, count: i32): void {
  const end = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) {
    const bytes = v128.load_zero<u32>(condition + (at >> 2));
    const chosen = i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), i32x4.splat(0));
    v128.store(y + at, v128.bitselect(v128.load(t + at), v128.load(e + at), chosen));
  }
  for (; at < end; at += 4) store<u32>(y + at, load<u32>((load<u8>(condition + (at >> 2)) ? t : e) + at));
}

/** y = x > limit over `count` floats, a byte each: 0 or 1. */
export function greaterThan(x: usize, limit: f32, y: usize, count: i32): void {
  const limits = f32x4.splat(limit);
  const one = i8x16.splat(1);
  const end = x + ((<usize>count) << 2);
  for (; x + 64 <= end; x += 64) {
    const low = i16x8.narrow_i32x4_s(f32x4.gt(v128.load(x), limits), f32x4.gt(v128.load(x, 16), limits));
    const high = i16x8.narrow_i32x4_s(f32x4.gt(v128.load(x, 32), limits), f32x4.gt(v128.load(x, 48), limits));
    v128.store(y, v128.and(i8x16.narrow_i16x8_s(low, high), one));
    y += 16;
  }
  for (; x < end; x += 4) {
    store<u8>(y, load<f32>(x) > limit ? 1 : 0);
    y++;
  }
}
