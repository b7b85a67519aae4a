/** y = tanh(x) over `count` floats, within 2e-7; NaN where x is NaN. */
export function tanhOf(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  const end = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) v128.store(y + at, tanh4(v128.load(x + at)));
  for (; at < end; at += 4) v128.store_lane<f32>(y + at, tanh4(v128.load_zero<f32>(x + at)), 0);
}

/** A polynomial near zero, where the other form cancels; otherwise 1 - 2 / (exp(2 |x|) + 1) with the sign of x. */
// @inline
function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const one = f32x4.splat(1);
  // From 10 on tanh is 1 in float32, and exp stays finite.
  const power = exp4(f32x4.min(f32x4.add(size, size), f32x4.splat(20)));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(power, one)));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)));
  return v128.bitselect(tanhNearZero(x), signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/** x + x^3 p(x^2), for |x| < 0.625 (Cephes, tanhf). */
// @inline
function tanhNearZero(x: v128): v128 {
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-3.33332819422e-1));
  return f32x4.add(x, f32x4.mul(f32x4.mul(x, square), p));
}

/** exp(x) for 0 <= x <= 20: 2^n exp(r), r within half of log 2 (Cephes, expf). */
// @inline
function exp4(x: v128): v128 {
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  // log 2 in two parts, the first of which has so few digits that its product with n is exact.
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  const series = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(series, power);
}
