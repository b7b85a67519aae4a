import { madd } from '../product/madd';

// Sums over the rows of images [rows, columns], one or two a column, as floats of 64 bits. An image is cut into chunks of
// rows. The threads divide the chunks; that the cuts depend on the shape alone makes the result the same on any number of
// threads. A few rows are walked together, so that memory is read in its order. Of the second sums those few rows are
// summed in 32 bits, which costs no more than the values' own rounding; the first sums are not, because a sum of gradients
// that is truly zero would show it.

/** The sums of a. */
export const SUMS = 0;
/** The sums of d and of d * d, where d is a less the row b. */
export const MOMENTS = 1;
/** The sums of a and of a * b. */
export const DOTS = 2;
/** The sums of a and of a * (b - mean), where the means stand in one row. */
export const CENTRED_DOTS = 3;

/** How many rows are walked together. */
const GROUP_ROWS: i32 = 8;

/**
 * Of each chunk: the sums of its columns, then except for SUMS the second sums. For MOMENTS b is each image's first
 * row.
 */
// @inline
export function rowSums(
  kind: i32,
  a: usize,
  b: usize,
  mean: usize,
  sums: usize,
  begin: i32,
  size: i32,
  rows: i32,
  columns: i32,
  chunkRows: i32,
): void {
  const chunks = (rows + chunkRows - 1) / chunkRows;
  const rowBytes = (<usize>columns) << 2;
  const outBytes = kind == SUMS ? rowBytes << 1 : rowBytes << 2;
  for (let chunk = begin; chunk < begin + size; chunk++) {
    const image = chunk / chunks;
    const first = (chunk % chunks) * chunkRows;
    const at = (<usize>image * rows + first) * rowBytes;
    const out = sums + <usize>chunk * outBytes;
    memory.fill(out, 0, outBytes);
    let from = a + at;
    let other = kind == MOMENTS ? b + <usize>image * rows * rowBytes : b + at;
    for (let left = min(chunkRows, rows - first); left > 0; left -= GROUP_ROWS) {
      addRows(kind, from, other, mean, min(left, GROUP_ROWS), columns, out);
      from += GROUP_ROWS * rowBytes;
      if (kind != MOMENTS) other += GROUP_ROWS * rowBytes;
    }
  }
}

/** Adds a group's sums to those of its chunk. */
// @inline
function addRows(kind: i32, a: usize, b: usize, mean: usize, rows: i32, columns: i32, out: usize): void {
  const rowBytes = (<usize>columns) << 2;
  const seconds = out + (rowBytes << 1);
  const vectors = (<usize>(columns & ~3)) << 2;
  for (let x: usize = 0; x < vectors; x += 16) {
    let low = f64x2.splat(0);
    let high = low;
    let second = f32x4.splat(0);
    const shift = kind == MOMENTS ? v128.load(b + x) : kind == CENTRED_DOTS ? v128.load(mean + x) : second;
    let at: usize = x;
    for (let row = 0; row < rows; row++) {
      const value = v128.load(a + at);
      if (kind == MOMENTS) {
        const shifted = f32x4.sub(value, shift);
        second = madd(shifted, shifted, second);
      }
      if (kind == DOTS) second = madd(value, v128.load(b + at), second);
      if (kind == CENTRED_DOTS) second = madd(value, f32x4.sub(v128.load(b + at), shift), second);
      low = f64x2.add(low, f64x2.promote_low_f32x4(value));
      high = f64x2.add(high, f64x2.promote_low_f32x4(highHalf(value)));
      at += rowBytes;
    }
    if (kind == MOMENTS) {
      const count = f64x2.splat(rows);
      low = f64x2.sub(low, f64x2.mul(count, f64x2.promote_low_f32x4(shift)));
      high = f64x2.sub(high, f64x2.mul(count, f64x2.promote_low_f32x4(highHalf(shift))));
    }
    addFour(out + (x << 1), low, high);
    if (kind != SUMS)
      addFour(seconds + (x << 1), f64x2.promote_low_f32x4(second), f64x2.promote_low_f32x4(highHalf(second)));
  }
  for (let x = vectors; x < rowBytes; x += 4) {
    let sum: f64 = 0;
    let second: f64 = 0;
    let at: usize = x;
    for (let row = 0; row < rows; row++) {
      let value = <f64>load<f32>(a + at);
      if (kind == MOMENTS) {
        value -= <f64>load<f32>(b + x);
        second += value * value;
      }
      if (kind == DOTS) second += value * <f64>load<f32>(b + at);
      if (kind == CENTRED_DOTS) second += value * (<f64>load<f32>(b + at) - <f64>load<f32>(mean + x));
      sum += value;
      at += rowBytes;
    }
    store<f64>(out + (x << 1), load<f64>(out + (x << 1)) + sum);
    if (kind != SUMS) store<f64>(seconds + (x << 1), load<f64>(seconds + (x << 1)) + second);
  }
}

// @inline
function addFour(to: usize, low: v128, high: v128): void {
  v128.store(to, f64x2.add(v128.load(to), low));
  v128.store(to, f64x2.add(v128.load(to, 16), high), 16);
}

// @inline
function highHalf(values: v128): v128 {
  return v128.shuffle<i32>(values, values, 2, 3, 2, 3);
}
