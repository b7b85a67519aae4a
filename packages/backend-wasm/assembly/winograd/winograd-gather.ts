import { BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS, PACKED_COLUMNS, PACKED_ROWS, POSITIONS, TILE_COLUMNS, TILE_ROWS, ZEROS } from '../product/blocks';
import { interleave4, interleave4of8, packPanels } from '../product/pack';
import { locate, Position, tapFactor } from '../product/product';
import { multiply } from '../product/tile';
import { finishTile, listResults, setAddress } from './finish-tile';
import { INNER_SUMMANDS, SUMMANDS, SUMS, TERMS, Tiling } from './tiling';
import { listTerms, summandOf, termOf } from './transform';
import { weightedLine, weightedSum, weightedVector } from './weighted-sum';

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
            for (let r = 0; r < rows; r++)
              changetype<Position>(scratch + POSITIONS + ((<usize>r) << 4)).out = product + <usize>(row + r) * rowBytes;
            multiply(rows, columns, terms, scratch + PACKED_ROWS, scratch + PACKED_COLUMNS, scratch + POSITIONS, (<usize>column) << 2, k > 0, scratch);
          }
        }
      }
  }
  finish(p, rowBegin, rowEnd, columnBegin, columnEnd, rowBytes, scratch);
}

/** The terms from k on of the located tiles, four tiles side by side. */
function packTiles(p: Tiling, summands: i32, rows: i32, k: i32, terms: i32, scratch: usize): void {
  const table = scratch + POSITIONS;
  const sums = scratch + SUMS;
  const last = rows - 1;
  const end = k + terms;
  let to = scratch + PACKED_ROWS;
  for (let r = 0; r < rows; r += TILE_ROWS) {
    let at = k;
    while (at < end) {
      const tap = at / p.channels;
      const c = at - tap * p.channels;
      const tapY = tap / p.tapColumns;
      const y = tapY * p.tapStepY;
      const x = (tap - tapY * p.tapColumns) * p.tapStepX;
      const count = min(p.channels - c, end - at);
      to = interleave4(
        to,
        count,
        tileRow(p, summands, table + ((<usize>r) << 4), y, x, c, count, sums, scratch),
        tileRow(p, summands, table + ((<usize>min(r + 1, last)) << 4), y, x, c, count, sums + 1024, scratch),
        tileRow(p, summands, table + ((<usize>min(r + 2, last)) << 4), y, x, c, count, sums + 2048, scratch),
        tileRow(p, summands, table + ((<usize>min(r + 3, last)) << 4), y, x, c, count, sums + 3072, scratch),
      );
      at += count;
    }
  }
}

/** The transformed channels from `c` on of what a tile sees of a group: where they lie, or `to`, where they are summed up. */
function tileRow(p: Tiling, count: i32, at: usize, groupY: i32, groupX: i32, c: i32, channels: i32, to: usize, scratch: usize): usize {
  const position = changetype<Position>(at);
  const y = position.y + groupY;
  const x = position.x + groupX;
  let summands = scratch + INNER_SUMMANDS;
  let from: usize = 0;
  if (y >= 0 && y + (p.imageLength - 1) * p.stepY < p.height && x >= 0 && x + (p.imageLength - 1) * p.stepX < p.width)
    from = pixelAt(p, position.image, y, x, c);
  else {
    summands = scratch + SUMMANDS;
    for (let i = 0; i < count; i++) {
      const term = termOf(scratch + TERMS, i);
      const termY = y + term.y * p.stepY;
      const termX = x + term.x * p.stepX;
      const inside = <u32>termY < <u32>p.height && <u32>termX < <u32>p.width;
      const summand = summandOf(summands, i);
      summand.at = inside ? pixelAt(p, position.image, termY, termX, c) : scratch + ZEROS;
      summand.weight = term.weight;
    }
  }
  const first = summandOf(summands, 0);
  if (count == 1 && first.weight == 1) return from + first.at;
  weightedSum(to, (<usize>channels) << 2, from, summands, count);
  return to;
}

// @inline
function pixelAt(p: Tiling, image: usize, y: i32, x: i32, c: i32): usize {
  return image + ((<usize>((y * p.width + x) * p.channels + c)) << 2);
}

/** Lists the image's terms, and as summands relative to a tile's first pixel, for tiles inside the image. Returns how many. */
function listImage(p: Tiling, i: i32, j: i32, scratch: usize): i32 {
  const count = listTerms(p.imageTransform, p.imageLength, i, j, scratch + TERMS);
  for (let t = 0; t < count; t++) {
    const term = termOf(scratch + TERMS, t);
    const summand = summandOf(scratch + INNER_SUMMANDS, t);
    summand.at = pixelAt(p, 0, term.y * p.stepY, term.x * p.stepX, 0);
    summand.weight = term.weight;
  }
  return count;
}

/** The terms from k on of the transformed filter's columns, those of the phases side by side, in panels of 8. */
function packFilter(p: Tiling, i: i32, j: i32, column: i32, columns: i32, k: i32, terms: i32, scratch: usize): void {
  const summands = scratch + SUMMANDS;
  const taps = listTerms(p.factorTransform, p.factorLength, i, j, scratch + TERMS);
  for (let tap = 0; tap < taps; tap++) {
    const term = termOf(scratch + TERMS, tap);
    const summand = summandOf(summands, tap);
    summand.at = <usize>(term.y * p.tapBytesY + term.x * p.tapBytesX);
    summand.weight = term.weight;
  }
  const end = k + terms;
  let done = 0;
  while (done < columns) {
    const phase = (column + done) / p.phaseWidth;
    const first = column + done - phase * p.phaseWidth;
    const width = min(p.phaseWidth - first, columns - done);
    const phaseRow = phase / p.phaseColumns;
    const filter = <usize>(phaseRow * p.phaseBytesY + (phase - phaseRow * p.phaseColumns) * p.phaseBytesX);
    let at = k;
    while (at < end) {
      const tap = at / p.channels;
      const c = at - tap * p.channels;
      const count = min(p.channels - c, end - at);
      const tapY = tap / p.tapColumns;
      const matrix = filter + tapFactor(p, tapY, tap - tapY * p.tapColumns);
      const from = p.factorTransposed
        ? matrix + <usize>first * p.factorRow + ((<usize>c) << 2)
        : matrix + <usize>c * p.factorRow + ((<usize>first) << 2);
      const to = scratch + PACKED_COLUMNS + ((<usize>(done * terms)) << 2) + ((<usize>(at - k)) << 5);
      packColumns(p, taps, to, terms, count, from, width, scratch);
      at += count;
    }
    done += width;
  }
}

/** `count` terms of `width` columns, as a part of panels that hold `terms` terms. */
function packColumns(p: Tiling, taps: i32, to: usize, terms: i32, count: i32, from: usize, width: i32, scratch: usize): void {
  const only = summandOf(scratch + SUMMANDS, 0);
  if (taps == 1 && only.weight == 1) packPanels(to, terms, count, from + only.at, p.factorRow, width, p.factorTransposed);
  else if (p.factorTransposed) packTransposed(p, taps, to, terms, count, from, width, scratch);
  else packSums(p, taps, to, terms, count, from, width, scratch + SUMMANDS);
}

/** Two panels at once, which read complete lines of the cache; one where one is left. */
function packSums(p: Tiling, taps: i32, to: usize, terms: i32, count: i32, from: usize, width: i32, summands: usize): void {
  const panel = (<usize>terms) << 5;
  const bytes = (<usize>count) << 5;
  const end = summands + ((<usize>taps) << 3);
  let column = 0;
  for (; column + 2 * TILE_COLUMNS <= width; column += 2 * TILE_COLUMNS) {
    const beside = to + panel;
    let a = from + ((<usize>column) << 2);
    for (let x: usize = 0; x < bytes; x += 32) {
      weightedLine(to + x, to + x + 16, beside + x, beside + x + 16, a, summands, end);
      a += p.factorRow;
    }
    to += 2 * panel;
  }
  if (column == width) return;
  let a = from + ((<usize>column) << 2);
  for (let x: usize = 0; x < bytes; x += 32) {
    v128.store(to + x, weightedVector(a, summands, end));
    v128.store(to + x, weightedVector(a + 16, summands, end), 16);
    a += p.factorRow;
  }
}

function packTransposed(p: Tiling, taps: i32, to: usize, terms: i32, count: i32, from: usize, width: i32, scratch: usize): void {
  const sums = scratch + SUMS;
  const bytes = (<usize>count) << 2;
  for (let column = 0; column < width; column += TILE_COLUMNS) {
    for (let x = 0; x < TILE_COLUMNS; x++)
      weightedSum(sums + ((<usize>x) << 10), bytes, from + <usize>(column + x) * p.factorRow, scratch + SUMMANDS, taps);
    interleave4of8(to, count, sums, sums + 1024, sums + 2048, sums + 3072);
    interleave4of8(to + 16, count, sums + 4096, sums + 5120, sums + 6144, sums + 7168);
    to += (<usize>terms) << 5;
  }
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
