// Batch normalisation: the sums are those of `moments.ts`, over all images as one.

/** factor = scale * inverseStd over `columns` floats; without a scale (address 0), inverseStd itself. */
export function batchNormFactors(inverseStd: usize, scale: usize, factors: usize, columns: i32): void {
  const end = (<usize>columns) << 2;
  for (let at: usize = 0; at < end; at += 4) {
    const value = load<f32>(inverseStd + at);
    store<f32>(factors + at, scale ? value * load<f32>(scale + at) : value);
  }
}

/** 1 / sqrt(variance + epsilon) over `columns` floats. */
export function inverseStds(variance: usize, out: usize, columns: i32, epsilon: f64): void {
  const end = (<usize>columns) << 2;
  for (let at: usize = 0; at < end; at += 4)
    store<f32>(out + at, <f32>(1 / sqrt<f64>(<f64>load<f32>(variance + at) + epsilon)));
}

/**
 * y = (x - high - low) * factor + offset over `rows` rows of `columns` floats; the others are as long as a row. `low` is
 * what a float of 32 bits leaves of the mean, and `offset` what is added: address 0 for none.
 */
export function batchNormApply(
  x: usize,
  high: usize,
  low: usize,
  factor: usize,
  offset: usize,
  y: usize,
  rows: i32,
  columns: i32,
): void {
  const bytes = (<usize>columns) << 2;
  for (; rows > 0; rows--) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      let value = f32x4.sub(v128.load(x + at), v128.load(high + at));
      if (low) value = f32x4.sub(value, v128.load(low + at));
      value = f32x4.mul(value, v128.load(factor + at));
      if (offset) value = f32x4.add(value, v128.load(offset + at));
      v128.store(y + at, value);
    }
    for (; at < bytes; at += 4) {
      let value = load<f32>(x + at) - load<f32>(high + at);
      if (low) value -= load<f32>(low + at);
      value *= load<f32>(factor + at);
      if (offset) value += load<f32>(offset + at);
      store<f32>(y + at, value);
    }
    x += bytes;
    y += bytes;
  }
}

/**
 * From the sums of dy and of dy * (x - mean) over `rows` rows: the gradients of offset and scale, and what `batchNormGradApply`
 * takes, three rows of `columns` floats: scale * inverseStd; the mean of dy; inverseStd^2 * the mean of dy * (x - mean).
 */
export function batchNormGradMeans(
  sums: usize,
  inverseStd: usize,
  scale: usize,
  scaleGradient: usize,
  offsetGradient: usize,
  terms: usize,
  rows: i32,
  columns: i32,
): void {
  const row = (<usize>columns) << 2;
  for (let at: usize = 0; at < row; at += 4) {
    const sum = load<f64>(sums + (at << 1));
    const dot = load<f64>(sums + (row << 1) + (at << 1));
    const std = <f64>load<f32>(inverseStd + at);
    const along = dot * std; // the sum of dy * (x - mean) / std
    store<f32>(offsetGradient + at, <f32>sum);
    store<f32>(scaleGradient + at, <f32>along);
    store<f32>(terms + at, <f32>(std * (scale ? <f64>load<f32>(scale + at) : 1)));
    store<f32>(terms + row + at, <f32>(sum / rows));
    store<f32>(terms + 2 * row + at, <f32>((along * std) / rows));
  }
}

/** dx = factor * (dy - mean(dy) - (x - mean) * along) over `rows` rows, with the three terms of `batchNormGradMeans`. */
export function batchNormGradApply(
  dy: usize,
  x: usize,
  mean: usize,
  terms: usize,
  dx: usize,
  rows: i32,
  columns: i32,
): void {
  const bytes = (<usize>columns) << 2;
  const meanDy = terms + bytes;
  const along = meanDy + bytes;
  for (; rows > 0; rows--) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      const centred = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      const rest = f32x4.sub(f32x4.sub(v128.load(dy + at), v128.load(meanDy + at)), f32x4.mul(centred, v128.load(along + at)));
      v128.store(dx + at, f32x4.mul(v128.load(terms + at), rest));
    }
    for (; at < bytes; at += 4) {
      const centred = load<f32>(x + at) - load<f32>(mean + at);
      const rest = load<f32>(dy + at) - load<f32>(meanDy + at) - centred * load<f32>(along + at);
      store<f32>(dx + at, load<f32>(terms + at) * rest);
    }
    dy += bytes;
    x += bytes;
    dx += bytes;
  }
}
