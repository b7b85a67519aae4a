/** Writes `value` to `count` floats. */
export function fill(to: usize, count: i32, value: f32): void {
  const values = f32x4.splat(value);
  const end = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) v128.store(to + at, values);
  for (; at < end; at += 4) store<f32>(to + at, value);
}
