/** out = activation(out + bias) over rows of `columns` floats; bias and slopes are as long as a row, or address 0 for none. */
export function finishProduct(out: usize, rows: i32, columns: i32, bias: usize, activation: i32, alpha: f32, slopes: usize): void {
  const bytes = (<usize>columns) << 2;
  const vectors = (<usize>(columns & ~3)) << 2;
  for (; rows > 0; rows--) {
    let x: usize = 0;
    for (; x < vectors; x += 16) {
      let v = v128.load(out + x);
      if (bias) v = f32x4.add(v, v128.load(bias + x));
      const slope = activation == 4 ? v128.load(slopes + x) : f32x4.splat(alpha);
      v128.store(out + x, activate(v, activation, slope));
    }
    for (; x < bytes; x += 4) {
      let v = load<f32>(out + x);
      if (bias) v += load<f32>(bias + x);
      const slope = activation == 4 ? load<f32>(slopes + x) : alpha;
      store<f32>(out + x, f32x4.extract_lane(activate(f32x4.splat(v), activation, f32x4.splat(slope)), 0));
    }
    out += bytes;
  }
}

/** 0 linear, 1 relu, 2 relu6, 3 leakyrelu, 4 prelu. NaN stays NaN. */
function activate(v: v128, activation: i32, slope: v128): v128 {
  const zero = f32x4.splat(0);
  if (activation == 0) return v;
  if (activation == 1) return f32x4.max(v, zero);
  if (activation == 2) return f32x4.min(f32x4.max(v, zero), f32x4.splat(6));
  return v128.bitselect(f32x4.mul(v, slope), v, f32x4.lt(v, zero));
}
