import { BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS, PACKED_COLUMNS, PACKED_ROWS, POSITIONS } from '../product/blocks';
import { locate, pointAtRows } from '../product/product';
import { multiply } from '../product/tile';
import { finishTile, listResults, setAddress } from './finish-tile';
import { packFilter } from './pack-filter';
import { listImage, packTiles } from './pack-tiles';
import { Tiling } from './tiling';

/**
 * A convolution or its gradient in the input: for each pair of rows of the form, one along each axis, the product of the
 * transformed image and the transformed filter, [tiles, groups x channels] by [groups x channels, phases x columns]; then
 * the way back. Both operands are transformed while they are packed. Tiles and columns (multiples of 8) of one thread.
 */
export function winogradGather(p: Tiling, rowBegin: i32, rowEnd: i32, columnBegin: i32, columnEnd: i32, scratch: usize): void {
  const depth = p.tapRows * p.tapColumns * p.channels;
  const rowBytes = (<usize>(p.phaseRows * p.phaseColumns * p.phaseWidth)) << 2;
  const productBytes = <usize>p.productRows * rowBytes;
  for (let column = columnBegin; column < columnEnd; column += BLOCK_COLUMNS) {
    const columns = min(columnEnd - column, BLOCK_COLUMNS);
    for (let i = 0; i < p.axisProducts; i++)
      for (let j = 0; j < p.axisProducts; j++) {
        const product = p.products + <usize>(i * p.axisProducts + j) * productBytes;
        for (let k = 0; k < depth; k += BLOCK_DEPTH) {
          const terms = min(depth - k, BLOCK_DEPTH);
          packFilter(p, i, j, column, columns, k, terms, scratch);
          const summands = listImage(p, i, j, scratch);
          for (let row = rowBegin; row < rowEnd; row += BLOCK_ROWS) {
            const rows = min(rowEnd - row, BLOCK_ROWS);
            locate(p, scratch + POSITIONS, row, rows);
            packTiles(p, summands, rows, k, terms, scratch);
            pointAtRows(scratch + POSITIONS, product + <usize>row * rowBytes, rowBytes, rows);
            multiply(rows, columns, terms, scratch + PACKED_ROWS, scratch + PACKED_COLUMNS, scratch + POSITIONS, (<usize>column) << 2, k > 0, scratch);
          }
        }
      }
  }
  finish(p, rowBegin, rowEnd, columnBegin, columnEnd, rowBytes, scratch);
}

/** The results of the tiles, where they exist; the others go into free scratch memory. */
function finish(p: Tiling, rowBegin: i32, rowEnd: i32, columnBegin: i32, columnEnd: i32, rowBytes: usize, scratch: usize): void {
  const productBytes = <usize>p.productRows * rowBytes;
  listResults(p, productBytes, scratch);
  for (let row = rowBegin; row < rowEnd; row++) {
    const line = row / p.gridWidth;
    const n = line / p.gridHeight;
    const image = p.out + <usize>n * p.outImage;
    let column = columnBegin;
    while (column < columnEnd) {
      const phase = column / p.phaseWidth;
      const first = column - phase * p.phaseWidth;
      const width = min(min(p.phaseWidth - first, columnEnd - column), BLOCK_COLUMNS);
      const phaseRow = phase / p.phaseColumns;
      const y = p.firstY + (line - n * p.gridHeight) * p.tileY + phaseRow * p.phaseY;
      const x = p.firstX + (row - line * p.gridWidth) * p.tileX + (phase - phaseRow * p.phaseColumns) * p.phaseX;
      for (let a = 0; a < p.resultLength; a++)
        for (let b = 0; b < p.resultLength; b++)
          setAddress(scratch, a, b, resultAt(p, image, y + a * p.withinY, x + b * p.withinX, first, scratch + PACKED_COLUMNS));
      finishTile(p, p.products + <usize>row * rowBytes + ((<usize>column) << 2), productBytes, (<usize>width) << 2, scratch);
      column += width;
    }
  }
}

// @inline
function resultAt(p: Tiling, image: usize, y: i32, x: i32, column: i32, spare: usize): usize {
  if (<u32>y >= <u32>p.tiledHeight || <u32>x >= <u32>p.tiledWidth) return spare;
  return image + <usize>y * p.outRow + <usize>x * p.outColumn + ((<usize>column) << 2);
}
