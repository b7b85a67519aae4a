import { CENTRED_DOTS, DOTS, MOMENTS, rowSums } from '../reduce/row-sums';

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
  rowSums(MOMENTS, x, x, 0, sums, begin, size, rows, columns, chunkRows);
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
  rowSums(DOTS, dy, y, 0, sums, begin, size, rows, columns, chunkRows);
}

/** Of each chunk: the sums of dy and of dy * (x - mean), where the mean of each column is known. */
export function centredDots(
  dy: usize,
  x: usize,
  mean: usize,
  sums: usize,
  begin: i32,
  size: i32,
  rows: i32,
  columns: i32,
  chunkRows: i32,
): void {
  rowSums(CENTRED_DOTS, dy, x, mean, sums, begin, size, rows, columns, chunkRows);
}
