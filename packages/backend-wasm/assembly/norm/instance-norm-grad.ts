/**
 * From the sums of dy and of dy * y: three rows of floats of 32 bits an image. The mean of dy is written as two floats that
 * add up to it, because what one of them leaves would be the same in every row, and so add up in the sum of dx, which is
 * truly zero; then comes the mean of dy * y.
 */
export function instanceNormGradMeans(
  sums: usize,
  means: usize,
  images: i32,
  chunks: i32,
  rows: i32,
  columns: i32,
): void {
  const rowBytes = (<usize>columns) << 2;
  for (let image = 0; image < images; image++) {
    const total = sums + <usize>image * chunks * (rowBytes << 2);
    const high = means + 3 * <usize>image * rowBytes;
    for (let at: usize = 0; at < rowBytes; at += 4) {
      const mean = load<f64>(total + (at << 1)) / rows;
      store<f32>(high + at, <f32>mean);
      store<f32>(high + rowBytes + at, <f32>(mean - <f64>(<f32>mean)));
      store<f32>(high + 2 * rowBytes + at, <f32>(load<f64>(total + (rowBytes << 1) + (at << 1)) / rows));
    }
  }
}

/** dx = inverseStd * (dy - mean(dy) - y * mean(dy * y)), over `size` rows of `columns` floats; an image has `rows`. */
export function instanceNormGradApply(
  dy: usize,
  y: usize,
  means: usize,
  inverseStd: usize,
  dx: usize,
  begin: i32,
  size: i32,
  rows: i32,
  columns: i32,
): void {
  const rowBytes = (<usize>columns) << 2;
  for (let row = begin; row < begin + size; row++) {
    const image = <usize>(row / rows);
    const mean = means + 3 * image * rowBytes;
    const low = mean + rowBytes;
    const alongY = low + rowBytes;
    const scale = inverseStd + image * rowBytes;
    const rowAt = <usize>row * rowBytes;
    let at: usize = 0;
    for (; at + 16 <= rowBytes; at += 16) {
      const centred = f32x4.sub(f32x4.sub(v128.load(dy + rowAt + at), v128.load(mean + at)), v128.load(low + at));
      const rest = f32x4.sub(centred, f32x4.mul(v128.load(y + rowAt + at), v128.load(alongY + at)));
      v128.store(dx + rowAt + at, f32x4.mul(v128.load(scale + at), rest));
    }
    for (; at < rowBytes; at += 4) {
      const centred = load<f32>(dy + rowAt + at) - load<f32>(mean + at) - load<f32>(low + at);
      const rest = centred - load<f32>(y + rowAt + at) * load<f32>(alongY + at);
      store<f32>(dx + rowAt + at, load<f32>(scale + at) * rest);
    }
  }
}
