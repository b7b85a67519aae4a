/** dx = dy * step(y), over `count` floats: dy where y > 0, otherwise 0, and NaN where y or dy is NaN. */
export function reluGrad(dy: usize, y: usize, dx: usize, count: i32): void {
  const zero = f32x4.splat(0);
  const end = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) {
    const value = v128.load(y + at);
    const grad = v128.load(dy + at);
    const kept = v128.bitselect(grad, f32x4.mul(grad, zero), f32x4.gt(value, zero));
    v128.store(dx + at, v128.bitselect(value, kept, f32x4.ne(value, value)));
  }
  for (; at < end; at += 4) {
    const value = load<f32>(y + at);
    const grad = load<f32>(dy + at);
    store<f32>(dx + at, value > 0 ? grad : value == value ? grad * 0 : value);
  }
}
