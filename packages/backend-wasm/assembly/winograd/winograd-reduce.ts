import { BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS, PACKED_COLUMNS, PACKED_ROWS, POSITIONS, TILE_COLUMNS } from '../product/blocks';
import { locate, pointAtRows, Position, tapFactor } from '../product/product';
import { multiply } from '../product/tile';
import { finishTile, listResults, setAddress } from './finish-tile';
import { listSeen } from './pack-tiles';
import { LONG_ZEROS, TERMS, TILE_SUMMANDS, Tiling } from './tiling';
import { listTerms, summandOf, termOf } from './transform';
import { weightedLine, weightedVector } from './weighted-sum';

/**
 * A convolution's gradient in the filter: for each pair of rows of the form the product of the transformed image and the
 * transformed dy, [groups x channels, tiles] by [tiles, columns]; then the way back to the taps of each group. Both operands
 * are transformed while they are packed. Rows (multiples of 4) and columns (multiples of 8) of one thread.
 */
export function winogradReduce(p: Tiling, rowBegin: i32, rowEnd: i32, columnBegin: i32, columnEnd: i32, scratch: usize): void {
  const rowBytes = (<usize>p.phaseWidth) << 2;
  const productBytes = <usize>p.productRows * rowBytes;
  for (let column = columnBegin; column < columnEnd; column += BLOCK_COLUMNS) {
    const columns = min(columnEnd - column, BLOCK_COLUMNS);
    for (let k = 0; k < p.positions; k += BLOCK_DEPTH) {
      const terms = min(p.positions - k, BLOCK_DEPTH);
      for (let i = 0; i < p.axisProducts; i++)
        for (let j = 0; j < p.axisProducts; j++) {
          const product = p.products + <usize>(i * p.axisProducts + j) * productBytes;
          packTiled(p, i, j, k, terms, column, columns, scratch);
          locate(p, scratch + POSITIONS, k, terms);
          const summands = listTerms(p.imageTransform, p.imageLength, i, j, scratch + TERMS);
          for (let row = rowBegin; row < rowEnd; row += BLOCK_ROWS) {
            const rows = min(rowEnd - row, BLOCK_ROWS);
            packChannels(p, summands, row, rows, terms, scratch);
            pointAtRows(scratch + POSITIONS, product + <usize>row * rowBytes, rowBytes, rows);
            multiply(rows, columns, terms, scratch + PACKED_ROWS, scratch + PACKED_COLUMNS, scratch + POSITIONS, (<usize>column) << 2, k > 0, scratch);
          }
        }
    }
  }
  finish(p, rowBegin, rowEnd, columnBegin, columnEnd, rowBytes, productBytes, scratch);
}

/** The transformed dy of the tiles from k on, in panels of 8 columns. */
function packTiled(p: Tiling, i: i32, j: i32, k: i32, terms: i32, column: i32, columns: i32, scratch: usize): void {
  const summands = listTerms(p.factorTransform, p.factorLength, i, j, scratch + TERMS);
  const list = (<usize>summands) << 3;
  let to = scratch + TILE_SUMMANDS;
  for (let row = k; row < k + terms; row++) {
    const line = row / p.gridWidth;
    const n = line / p.gridHeight;
    const image = p.out + <usize>n * p.outImage + ((<usize>column) << 2);
    const top = p.firstY + (line - n * p.gridHeight) * p.tileY;
    const left = p.firstX + (row - line * p.gridWidth) * p.tileX;
    for (let s = 0; s < summands; s++) {
      const term = termOf(scratch + TERMS, s);
      const y = top + term.y * p.withinY;
      const x = left + term.x * p.withinX;
      const inside = <u32>y < <u32>p.tiledHeight && <u32>x < <u32>p.tiledWidth;
      const summand = summandOf(to, s);
      summand.at = inside ? image + <usize>y * p.outRow + <usize>x * p.outColumn : scratch + LONG_ZEROS;
      summand.weight = term.weight;
    }
    to += list;
  }
  packPairs(scratch + PACKED_COLUMNS, columns, terms, scratch + TILE_SUMMANDS, list);
}

/** Two panels of 8 columns at once, which read complete cache lines; one where one is left. */
function packPairs(to: usize, columns: i32, terms: i32, summands: usize, list: usize): void {
  const panel = (<usize>terms) << 5;
  let column = 0;
  for (; column + 2 * TILE_COLUMNS <= columns; column += 2 * TILE_COLUMNS) {
    const from = (<usize>column) << 2;
    const beside = to + panel;
    let at = summands;
    for (let x: usize = 0; x < panel; x += 32) {
      weightedLine(to + x, to + x + 16, beside + x, beside + x + 16, from, at, at + list);
      at += list;
    }
    to += 2 * panel;
  }
  if (column == columns) return;
  const from = (<usize>column) << 2;
  for (let x: usize = 0; x < panel; x += 32) {
    v128.store(to + x, weightedVector(from, summands, summands + list));
    v128.store(to + x, weightedVector(from + 16, summands, summands + list), 16);
    summands += list;
  }
}

/** The transformed rows (group, channel) from `row` on at the located tiles, four rows side by side. */
function packChannels(p: Tiling, summands: i32, row: i32, rows: i32, terms: i32, scratch: usize): void {
  const list = (<usize>summands) << 3;
  const panel = (<usize>terms) << 4;
  let done = 0;
  while (done < rows) {
    const tap = (row + done) / p.channels;
    const c = row + done - tap * p.channels;
    const count = min(p.channels - c, rows - done);
    listPixels(p, summands, tap, c, terms, scratch);
    let lane = 0;
    for (; lane + 16 <= count; lane += 16)
      packSixteen(scratch + PACKED_ROWS + <usize>((done + lane) >> 2) * panel, panel, (<usize>lane) << 2, scratch + TILE_SUMMANDS, list);
    for (; lane < count; lane += 4)
      packFour(scratch + PACKED_ROWS + <usize>((done + lane) >> 2) * panel, panel, (<usize>lane) << 2, scratch + TILE_SUMMANDS, list);
    done += count;
  }
}

/** Where each of the located tiles sees the terms of a group, from channel `c` on. */
function listPixels(p: Tiling, summands: i32, tap: i32, c: i32, terms: i32, scratch: usize): void {
  const tapY = tap / p.tapColumns;
  const groupY = tapY * p.tapStepY;
  const groupX = (tap - tapY * p.tapColumns) * p.tapStepX;
  let to = scratch + TILE_SUMMANDS;
  for (let k = 0; k < terms; k++) {
    const position = changetype<Position>(scratch + POSITIONS + ((<usize>k) << 4));
    listSeen(p, summands, position.image, position.y + groupY, position.x + groupX, c, to, scratch);
    to += (<usize>summands) << 3;
  }
}

/** 16 channels, which are a cache line, into four panels. */
function packSixteen(to: usize, panel: usize, from: usize, summands: usize, list: usize): void {
  const to1 = to + panel;
  const to2 = to1 + panel;
  const to3 = to2 + panel;
  for (let x: usize = 0; x < panel; x += 16) {
    weightedLine(to + x, to1 + x, to2 + x, to3 + x, from, summands, summands + list);
    summands += list;
  }
}

function packFour(to: usize, panel: usize, from: usize, summands: usize, list: usize): void {
  for (let x: usize = 0; x < panel; x += 16) {
    v128.store(to + x, weightedVector(from, summands, summands + list));
    summands += list;
  }
}

/** The taps of every group and channel. */
function finish(p: Tiling, rowBegin: i32, rowEnd: i32, columnBegin: i32, columnEnd: i32, rowBytes: usize, productBytes: usize, scratch: usize): void {
  listResults(p, productBytes, scratch);
  for (let row = rowBegin; row < rowEnd; row++) {
    const tap = row / p.channels;
    const tapY = tap / p.tapColumns;
    const matrix = tapFactor(p, tapY, tap - tapY * p.tapColumns) + <usize>(row - tap * p.channels) * p.factorRow;
    for (let column = columnBegin; column < columnEnd; column += BLOCK_COLUMNS) {
      const at = (<usize>column) << 2;
      for (let a = 0; a < p.resultLength; a++)
        for (let b = 0; b < p.resultLength; b++)
          setAddress(scratch, a, b, matrix + at + <usize>(a * p.tapBytesY) + <usize>(b * p.tapBytesX));
      const bytes = (<usize>min(columnEnd - column, BLOCK_COLUMNS)) << 2;
      finishTile(p, p.products + <usize>row * rowBytes + at, productBytes, bytes, scratch);
    }
  }
}
