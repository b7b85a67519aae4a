/** y = x over `count` 32-bit integers, as floats. */
export function integersToFloats(x: usize, y: usize, count: i32): void {
  const end = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) v128.store(y + at, f32x4.convert_i32x4_s(v128.load(x + at)));
  for (; at < end; at += 4) store<f32>(y + at, <f32>load<i32>(x + at));
}

/** y = x over `count` bytes, as floats. */
export function bytesToFloats(x: usize, y: usize, count: i32): void {
  const end = x + <usize>count;
  for (; x + 4 <= end; x += 4) {
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(x)));
    v128.store(y, f32x4.convert_i32x4_s(words));
    y += 16;
  }
  for (; x < end; x++) {
    store<f32>(y, <f32>load<u8>(x));
    y += 4;
  }
}
