import { PACKED_COLUMNS, TILE_COLUMNS } from '../product/blocks';
import { interleave4of8, packPanels } from '../product/pack';
import { tapFactor } from '../product/product';
import { SUMMANDS, SUMS, TERMS, Tiling } from './tiling';
import { listTerms, summandOf, termOf } from './transform';
import { weightedLine, weightedSum, weightedVector } from './weighted-sum';

/** The terms from k on of the transformed filter's columns, those of the phases side by side, in panels of 8. */
export function packFilter(p: Tiling, i: i32, j: i32, column: i32, columns: i32, k: i32, terms: i32, scratch: usize): void {
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

/** Two panels at once, which read complete cache lines; one where one is left. */
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
