/**
 * From the sums of d = x - (the image's first row) and of d * d: each column's mean, and 1 / sqrt(variance + epsilon).
 * The mean is written as two floats that add up to it, so that x - mean is exact where the mean is far from zero.
 */
export function instanceNormMeans(
  x: usize,
  sums: usize,
  means: usize,
  inverseStd: usize,
  images: i32,
  chunks: i32,
  rows: i32,
  columns: i32,
  epsilon: f64,
): void {
  for (let image = 0; image < images; image++) {
    const shift = x + ((<usize>image * rows * columns) << 2);
    const total = sums + ((<usize>image * chunks * columns) << 4);
    const high = means + ((<usize>image * columns) << 3);
    for (let column = 0; column < columns; column++) {
      const sum = load<f64>(total + ((<usize>column) << 3));
      const squares = load<f64>(total + ((<usize>columns + column) << 3));
      const mean = sum / rows;
      const variance = max<f64>(squares / rows - mean * mean, 0);
      const exact = <f64>load<f32>(shift + ((<usize>column) << 2)) + mean;
      store<f32>(high + ((<usize>column) << 2), <f32>exact);
      store<f32>(high + ((<usize>columns + column) << 2), <f32>(exact - <f64>(<f32>exact)));
      store<f32>(inverseStd + ((<usize>image * columns + column) << 2), <f32>(1 / sqrt<f64>(variance + epsilon)));
    }
  }
}

/** y = (x - mean) * inverseStd, over `size` rows of `columns` floats; an image has `rows`. */
export function instanceNormApply(
  x: usize,
  means: usize,
  inverseStd: usize,
  y: usize,
  begin: i32,
  size: i32,
  rows: i32,
  columns: i32,
): void {
  const rowBytes = (<usize>columns) << 2;
  for (let row = begin; row < begin + size; row++) {
    const image = <usize>(row / rows);
    const high = means + 2 * image * rowBytes;
    const low = high + rowBytes;
    const scale = inverseStd + image * rowBytes;
    const from = x + <usize>row * rowBytes;
    const to = y + <usize>row * rowBytes;
    let at: usize = 0;
    for (; at + 16 <= rowBytes; at += 16) {
      const centred = f32x4.sub(f32x4.sub(v128.load(from + at), v128.load(high + at)), v128.load(low + at));
      v128.store(to + at, f32x4.mul(centred, v128.load(scale + at)));
    }
    for (; at < rowBytes; at += 4) {
      const centred = load<f32>(from + at) - load<f32>(high + at) - load<f32>(low + at);
      store<f32>(to + at, centred * load<f32>(scale + at));
    }
  }
}
