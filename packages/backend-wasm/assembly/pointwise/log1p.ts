/** y = log(1 + x) over `count` floats, rounded from float64, so that small x keep their digits. */
export function log1pOf(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  for (let i = 0; i < count; i++) {
    const at = (<usize>i) << 2;
    store<f32>(y + at, <f32>log1p64(load<f32>(x + at)));
  }
}

/** e log 2 + 2 atanh(s), s = (m - 1) / (m + 1), where 1 + x = 2^e m with m near 1. */
// @inline
function log1p64(x: f64): f64 {
  if (abs(x) < 0.4) return logFromRatio(x / (2 + x));
  const u = 1 + x;
  if (u < 0) return NaN;
  if (u == 0) return -Infinity;
  if (!(u < Infinity)) return u;
  const bits = reinterpret<u64>(u);
  let exponent = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent++;
  }
  return logFromRatio((m - 1) / (m + 1)) + <f64>exponent * 0.6931471805599453;
}

/** 2 atanh(s) for |s| <= 1/4; the first term left out, s^17 / 17, is below 1e-11. */
function logFromRatio(s: f64): f64 {
  const square = s * s;
  let series: f64 = 1.0 / 15;
  series = series * square + 1.0 / 13;
  series = series * square + 1.0 / 11;
  series = series * square + 1.0 / 9;
  series = series * square + 1.0 / 7;
  series = series * square + 1.0 / 5;
  series = series * square + 1.0 / 3;
  series = series * square + 1;
  return 2 * s * series;
}
