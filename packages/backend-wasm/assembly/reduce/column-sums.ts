import { rowSums, SUMS } from './row-sums';

/** Of each chunk: the sums of its columns. */
export function columnSums(
  x: usize,
  sums: usize,
  begin: i32,
  size: i32,
  rows: i32,
  columns: i32,
  chunkRows: i32,
): void {
  rowSums(SUMS, x, x, 0, sums, begin, size, rows, columns, chunkRows);
}
