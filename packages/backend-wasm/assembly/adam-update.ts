/**
 * One step of Adam over `count` floats, in place: m = beta1 m + grow1 g; v = beta2 v + grow2 g^2;
 * p -= rate * (m / (root * sqrt(v) + epsilon)).
 */
export function adamUpdate(
  p: usize,
  m: usize,
  v: usize,
  g: usize,
  count: i32,
  beta1: f32,
  grow1: f32,
  beta2: f32,
  grow2: f32,
  root: f32,
  epsilon: f32,
  rate: f32,
): void {
  const end = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) {
    const grad = v128.load(g + at);
    const first = f32x4.add(f32x4.mul(v128.load(m + at), f32x4.splat(beta1)), f32x4.mul(grad, f32x4.splat(grow1)));
    const squares = f32x4.mul(f32x4.mul(grad, grad), f32x4.splat(grow2));
    const second = f32x4.add(f32x4.mul(v128.load(v + at), f32x4.splat(beta2)), squares);
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(second), f32x4.splat(root)), f32x4.splat(epsilon));
    v128.store(m + at, first);
    v128.store(v + at, second);
    v128.store(p + at, f32x4.sub(v128.load(p + at), f32x4.mul(f32x4.div(first, denominator), f32x4.splat(rate))));
  }
  for (; at < end; at += 4) {
    const grad = load<f32>(g + at);
    const first = load<f32>(m + at) * beta1 + grad * grow1;
    const second = load<f32>(v + at) * beta2 + grad * grad * grow2;
    store<f32>(m + at, first);
    store<f32>(v + at, second);
    store<f32>(p + at, load<f32>(p + at) - (first / (sqrt<f32>(second) * root + epsilon)) * rate);
  }
}
