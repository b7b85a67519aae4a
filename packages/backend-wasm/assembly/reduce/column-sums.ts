/**
 * Sums over the rows of images [rows, columns], in float64, one a column. An image is cut into chunks of rows, which the
 * threads divide; the cuts depend on the shape alone, so that the result does too.
 */
export function columnSums(
  x: usize,
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
    const first = (chunk % chunks) * chunkRows;
    const from = x + (<usize>(chunk / chunks) * rows + first) * rowBytes;
    const count = min(chunkRows, rows - first);
    const out = sums + ((<usize>chunk * columns) << 3);
    let column = 0;
    for (; column + 4 <= columns; column += 4)
      fourColumns(from + ((<usize>column) << 2), count, rowBytes, out + ((<usize>column) << 3));
    for (; column < columns; column++)
      oneColumn(from + ((<usize>column) << 2), count, rowBytes, out + ((<usize>column) << 3));
  }
}

// @inline
function fourColumns(from: usize, rows: i32, rowBytes: usize, out: usize): void {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let row = 0; row < rows; row++) {
    const value = v128.load(from);
    low = f64x2.add(low, f64x2.promote_low_f32x4(value));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i32>(value, value, 2, 3, 2, 3)));
    from += rowBytes;
  }
  v128.store(out, low);
  v128.store(out, high, 16);
}

// @inline
function oneColumn(from: usize, rows: i32, rowBytes: usize, out: usize): void {
  let sum: f64 = 0;
  for (let row = 0; row < rows; row++) {
    sum += <f64>load<f32>(from);
    from += rowBytes;
  }
  store<f64>(out, sum);
}
