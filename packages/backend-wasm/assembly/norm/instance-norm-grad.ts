/** From the sums of dy and of dy * y: the means of both over an image's rows, as floats of 32 bits. */
export function instanceNormGradMeans(
  sums: usize,
  means: usize,
  images: i32,
  chunks: i32,
  rows: i32,
  columns: i32,
): void {
  const width = columns << 1;
  for (let image = 0; image < images; image++) {
    const total = sums + ((<usize>image * chunks * width) << 3);
    const out = means + ((<usize>image * width) << 2);
    for (let i = 0; i < width; i++)
      store<f32>(out + ((<usize>i) << 2), <f32>(load<f64>(total + ((<usize>i) << 3)) / rows));
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
    const mean = means + 2 * image * rowBytes;
    const alongY = mean + rowBytes;
    const scale = inverseStd + image * rowBytes;
    const rowAt = <usize>row * rowBytes;
    let at: usize = 0;
    for (; at + 16 <= rowBytes; at += 16) {
      const centred = f32x4.sub(v128.load(dy + rowAt + at), v128.load(mean + at));
      const rest = f32x4.sub(centred, f32x4.mul(v128.load(y + rowAt + at), v128.load(alongY + at)));
      v128.store(dx + rowAt + at, f32x4.mul(v128.load(scale + at), rest));
    }
    for (; at < rowBytes; at += 4) {
      const centred = load<f32>(dy + rowAt + at) - load<f32>(mean + at);
      const rest = centred - load<f32>(y + rowAt + at) * load<f32>(alongY + at);
      store<f32>(dx + rowAt + at, load<f32>(scale + at) * rest);
    }
  }
}
