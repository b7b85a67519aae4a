// Sums over the rows of images [rows, columns], in float64: two a column, written one after the other.
// An image is cut into chunks of rows. The threads divide the chunks; that the cuts depend on the shape alone makes the
// result the same on any number of threads.

const MOMENTS = 0;
const DOTS = 1;

/** Of each chunk: the sums of d and of d * d, where d is x less the image's first row. */
export function moments(
  x: usize,
  sums: usize,
  begin: i32,
  size: i32,
  rows: i32,
  columns: i32,
  chunkRows: i32,
): void {
  eachChunk(MOMENTS, x, x, sums, begin, size, rows, columns, chunkRows);
}

/** Of each chunk: the sums of dy and of dy * y. */
export function dots(
  dy: usize,
  y: usize,
  sums: usize,
  begin: i32,
  size: i32,
  rows: i32,
  columns: i32,
  chunkRows: i32,
): void {
  eachChunk(DOTS, dy, y, sums, begin, size, rows, columns, chunkRows);
}

// @inline
function eachChunk(
  kind: i32,
  a: usize,
  b: usize,
  sums: usize,
  begin: i32,
  size: i32,
  rows: i32,
  columns: i32,
  chunkRows: i32,
): void {
  const chunks = (rows + chunkRows - 1) / chunkRows;
  const rowBytes = (<usize>columns) << 2;
  for (let chunk = begin; chunk < begin + size; chunk++) {
    const image = chunk / chunks;
    const first = (chunk % chunks) * chunkRows;
    const at = (<usize>image * rows + first) * rowBytes;
    const count = min(chunkRows, rows - first);
    const out = sums + ((<usize>chunk * columns) << 4);
    const second = kind == MOMENTS ? a + <usize>image * rows * rowBytes : b + at;
    let column = 0;
    for (; column + 4 <= columns; column += 4) {
      const offset = (<usize>column) << 2;
      fourColumns(kind, a + at + offset, second + offset, count, rowBytes, out + (offset << 1), columns);
    }
    for (; column < columns; column++) {
      const offset = (<usize>column) << 2;
      oneColumn(kind, a + at + offset, second + offset, count, rowBytes, out + (offset << 1), columns);
    }
  }
}

// @inline
function fourColumns(kind: i32, a: usize, b: usize, rows: i32, rowBytes: usize, out: usize, columns: i32): void {
  let sumLow = f64x2.splat(0);
  let sumHigh = f64x2.splat(0);
  let dotLow = f64x2.splat(0);
  let dotHigh = f64x2.splat(0);
  const first = v128.load(b);
  const shiftLow = f64x2.promote_low_f32x4(first);
  const shiftHigh = f64x2.promote_low_f32x4(highHalf(first));
  for (let row = 0; row < rows; row++) {
    const value = v128.load(a);
    let low = f64x2.promote_low_f32x4(value);
    let high = f64x2.promote_low_f32x4(highHalf(value));
    if (kind == MOMENTS) {
      low = f64x2.sub(low, shiftLow);
      high = f64x2.sub(high, shiftHigh);
      dotLow = f64x2.add(dotLow, f64x2.mul(low, low));
      dotHigh = f64x2.add(dotHigh, f64x2.mul(high, high));
    } else {
      const other = v128.load(b);
      dotLow = f64x2.add(dotLow, f64x2.mul(low, f64x2.promote_low_f32x4(other)));
      dotHigh = f64x2.add(dotHigh, f64x2.mul(high, f64x2.promote_low_f32x4(highHalf(other))));
      b += rowBytes;
    }
    sumLow = f64x2.add(sumLow, low);
    sumHigh = f64x2.add(sumHigh, high);
    a += rowBytes;
  }
  const dotsAt = out + ((<usize>columns) << 3);
  v128.store(out, sumLow);
  v128.store(out, sumHigh, 16);
  v128.store(dotsAt, dotLow);
  v128.store(dotsAt, dotHigh, 16);
}

// @inline
function oneColumn(kind: i32, a: usize, b: usize, rows: i32, rowBytes: usize, out: usize, columns: i32): void {
  let sum: f64 = 0;
  let dot: f64 = 0;
  const shift = <f64>load<f32>(b);
  for (let row = 0; row < rows; row++) {
    let value = <f64>load<f32>(a);
    if (kind == MOMENTS) {
      value -= shift;
      dot += value * value;
    } else {
      dot += value * <f64>load<f32>(b);
      b += rowBytes;
    }
    sum += value;
    a += rowBytes;
  }
  store<f64>(out, sum);
  store<f64>(out + ((<usize>columns) << 3), dot);
}

// @inline
function highHalf(value: v128): v128 {
  return v128.shuffle<i32>(value, value, 2, 3, 2, 3);
}
