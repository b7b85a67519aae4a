/** dx = x > 0 ? dy : alpha * dy, over `count` floats. */
export function leakyReluGrad(dy: usize, x: usize, dx: usize, count: i32, alpha: f32): void {
  const zero = f32x4.splat(0);
  const slope = f32x4.splat(alpha);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    const grad = v128.load(dy + at);
    v128.store(dx + at, v128.bitselect(grad, f32x4.mul(grad, slope), f32x4.gt(v128.load(x + at), zero)));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    const grad = load<f32>(dy + at);
    store<f32>(dx + at, load<f32>(x + at) > 0 ? grad : grad * alpha);
  }
}
