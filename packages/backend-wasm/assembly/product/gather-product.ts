import { BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS, PACKED_COLUMNS, PACKED_ROWS, POSITIONS, TILE_ROWS, ZEROS } from './blocks';
import { interleave4, packPanels } from './pack';
import { locate, pixel, Position, Product, tapFactor } from './product';
import { multiply } from './tile';

/**
 * out[position, column] = sum over taps and channels of image(position, tap)[channel] * factor(tap)[channel, column]:
 * a convolution, its gradient in the input, or a matrix product. Rows (positions) and columns of one thread.
 */
export function gatherProduct(p: Product, rowBegin: i32, rowEnd: i32, columnBegin: i32, columnEnd: i32, scratch: usize): void {
  const depth = p.tapRows * p.tapColumns * p.channels;
  for (let column = columnBegin; column < columnEnd; column += BLOCK_COLUMNS) {
    const columns = min(columnEnd - column, BLOCK_COLUMNS);
    for (let k = 0; k < depth; k += BLOCK_DEPTH) {
      const terms = min(depth - k, BLOCK_DEPTH);
      packFactor(p, column, columns, k, terms, scratch + PACKED_COLUMNS);
      for (let row = rowBegin; row < rowEnd; row += BLOCK_ROWS) {
        const rows = min(rowEnd - row, BLOCK_ROWS);
        locate(p, scratch + POSITIONS, row, rows);
        packPositions(p, rows, k, terms, scratch);
        multiply(rows, columns, terms, scratch + PACKED_ROWS, scratch + PACKED_COLUMNS, scratch + POSITIONS, (<usize>column) << 2, k > 0, scratch);
      }
    }
  }
}

/** The terms from k on of the located positions, four positions side by side. */
export function packPositions(p: Product, rows: i32, k: i32, terms: i32, scratch: usize): void {
  const table = scratch + POSITIONS;
  const zeros = scratch + ZEROS;
  const last = rows - 1;
  const end = k + terms;
  let to = scratch + PACKED_ROWS;
  for (let i = 0; i < rows; i += TILE_ROWS) {
    // Where no tap of a row falls outside the image, its taps are one run of memory: what few channels need to be fast.
    const inside = p.tapStepX == 1 && isInside(p, table, i, min(i + TILE_ROWS, rows));
    let at = k;
    while (at < end) {
      const tap = at / p.channels;
      const c = at - tap * p.channels;
      const tapY = tap / p.tapColumns;
      const tapX = tap - tapY * p.tapColumns;
      const taps = inside ? p.tapColumns - tapX : 1;
      const count = min(taps * p.channels - c, end - at);
      to = interleave4(
        to,
        count,
        pixel(p, table, i, tapY, tapX, c, zeros),
        pixel(p, table, min(i + 1, last), tapY, tapX, c, zeros),
        pixel(p, table, min(i + 2, last), tapY, tapX, c, zeros),
        pixel(p, table, min(i + 3, last), tapY, tapX, c, zeros),
      );
      at += count;
    }
  }
}

/** Whether all columns of the window are inside the image at the positions [begin, end). */
function isInside(p: Product, table: usize, begin: i32, end: i32): bool {
  for (let i = begin; i < end; i++) {
    const x = changetype<Position>(table + ((<usize>i) << 4)).x;
    if (x < 0 || x + p.tapColumns > p.width) return false;
  }
  return true;
}

/** The terms from k on of the factor's columns, in panels of 8 columns. */
function packFactor(p: Product, column: i32, columns: i32, k: i32, terms: i32, to: usize): void {
  const end = k + terms;
  let at = k;
  while (at < end) {
    const tap = at / p.channels;
    const c = at - tap * p.channels;
    const count = min(p.channels - c, end - at);
    const tapY = tap / p.tapColumns;
    const matrix = tapFactor(p, tapY, tap - tapY * p.tapColumns);
    const from = p.factorTransposed
      ? matrix + <usize>column * p.factorRow + ((<usize>c) << 2)
      : matrix + <usize>c * p.factorRow + ((<usize>column) << 2);
    packPanels(to + ((<usize>(at - k)) << 5), terms, count, from, p.factorRow, columns, p.factorTransposed);
    at += count;
  }
}
