import { BLOCK_COLUMNS, BLOCK_DEPTH, PACKED_COLUMNS, PACKED_ROWS, POSITIONS, ZEROS } from './blocks';
import { packPositions } from './gather-product';
import { madd } from './madd';
import { locate, pixel, Product, resultOf, tapFactor } from './product';

/**
 * The gather product of at most 4 positions, for the columns of one thread. The factor is read once, in place and
 * in order: with so few positions its way from memory is all that counts.
 */
export function fewRowsProduct(p: Product, columnBegin: i32, columnEnd: i32, scratch: usize): void {
  locate(p, scratch + POSITIONS, 0, p.positions);
  if (p.factorTransposed) dotRows(p, p.positions, columnBegin, columnEnd, scratch);
  else streamRows(p, columnBegin, columnEnd, scratch);
}

/**
 * The gather product of one column, whose factor is one run of terms for each tap, for the positions of one thread: dot
 * products, four positions at a time.
 */
export function oneColumnProduct(p: Product, rowBegin: i32, rowEnd: i32, scratch: usize): void {
  for (let row = rowBegin; row < rowEnd; row += 4) {
    const positions = min(rowEnd - row, 4);
    locate(p, scratch + POSITIONS, row, positions);
    dotRows(p, positions, 0, 1, scratch);
  }
}

/** Bytes from one row of sums to the next. */
const SUMS_ROW: usize = 4 * 512;

/** The factor as [terms, columns]: every row of it is added, times one number, to each row of sums. */
function streamRows(p: Product, columnBegin: i32, columnEnd: i32, scratch: usize): void {
  const depth = p.tapRows * p.tapColumns * p.channels;
  const sums = scratch + PACKED_COLUMNS;
  for (let column = columnBegin; column < columnEnd; column += BLOCK_COLUMNS) {
    const columns = min(columnEnd - column, BLOCK_COLUMNS);
    const bytes = (<usize>columns) << 2;
    memory.fill(sums, 0, 4 * SUMS_ROW);
    for (let k = 0; k < depth; k += BLOCK_DEPTH) {
      const end = min(depth, k + BLOCK_DEPTH);
      packPositions(p, p.positions, k, end - k, scratch);
      let a = scratch + PACKED_ROWS;
      let at = k;
      while (at < end) {
        const tap = at / p.channels;
        const c = at - tap * p.channels;
        const count = min(p.channels - c, end - at);
        const tapY = tap / p.tapColumns;
        const tapX = tap - tapY * p.tapColumns;
        const from = tapFactor(p, tapY, tapX) + <usize>c * p.factorRow + ((<usize>column) << 2);
        const seen = isSeen(p, tapY, tapX, scratch);
        if (seen && p.positions == 1) addRowsToOne(count, a, from, p.factorRow, columns, sums);
        else if (seen)
          addRows(count, a, from, p.factorRow, columns, sums, sums + SUMS_ROW, sums + 2 * SUMS_ROW, sums + 3 * SUMS_ROW);
        a += (<usize>count) << 4;
        at += count;
      }
    }
    for (let i = 0; i < p.positions; i++)
      memory.copy(resultOf(scratch + POSITIONS, i) + ((<usize>column) << 2), sums + <usize>i * SUMS_ROW, bytes);
  }
}

/** Whether any position sees a pixel through this tap: at one pixel with padding 12 of 16 taps see none. */
function isSeen(p: Product, tapY: i32, tapX: i32, scratch: usize): bool {
  const zeros = scratch + ZEROS;
  for (let i = 0; i < p.positions; i++)
    if (pixel(p, scratch + POSITIONS, i, tapY, tapX, 0, zeros) != zeros) return true;
  return false;
}

/** For one position: four rows of the factor at a time, so that the sums are read and written a quarter as often. */
function addRowsToOne(count: i32, a: usize, from: usize, row: usize, columns: i32, sums: usize): void {
  const vectors = (<usize>(columns & ~3)) << 2;
  const bytes = (<usize>columns) << 2;
  for (; count >= 4; count -= 4) {
    const a0 = v128.load_splat<f32>(a);
    const a1 = v128.load_splat<f32>(a, 16);
    const a2 = v128.load_splat<f32>(a, 32);
    const a3 = v128.load_splat<f32>(a, 48);
    const second = from + row;
    const third = second + row;
    const fourth = third + row;
    let x: usize = 0;
    for (; x < vectors; x += 16) {
      let sum = madd(a0, v128.load(from + x), v128.load(sums + x));
      sum = madd(a1, v128.load(second + x), sum);
      sum = madd(a2, v128.load(third + x), sum);
      v128.store(sums + x, madd(a3, v128.load(fourth + x), sum));
    }
    for (; x < bytes; x += 4) {
      let sum = load<f32>(sums + x) + load<f32>(a) * load<f32>(from + x);
      sum += load<f32>(a, 16) * load<f32>(second + x);
      sum += load<f32>(a, 32) * load<f32>(third + x);
      store<f32>(sums + x, sum + load<f32>(a, 48) * load<f32>(fourth + x));
    }
    a += 64;
    from = fourth + row;
  }
  for (; count > 0; count--) {
    const a0 = v128.load_splat<f32>(a);
    let x: usize = 0;
    for (; x < vectors; x += 16) v128.store(sums + x, madd(a0, v128.load(from + x), v128.load(sums + x)));
    for (; x < bytes; x += 4) store<f32>(sums + x, load<f32>(sums + x) + load<f32>(a) * load<f32>(from + x));
    a += 16;
    from += row;
  }
}

/** Two rows of the factor at a time, to read and write the results half as often. */
function addRows(count: i32, a: usize, from: usize, row: usize, columns: i32, c0: usize, c1: usize, c2: usize, c3: usize): void {
  const vectors = (<usize>(columns & ~3)) << 2;
  const bytes = (<usize>columns) << 2;
  for (; count >= 2; count -= 2) {
    const a0 = v128.load_splat<f32>(a);
    const a1 = v128.load_splat<f32>(a, 4);
    const a2 = v128.load_splat<f32>(a, 8);
    const a3 = v128.load_splat<f32>(a, 12);
    const d0 = v128.load_splat<f32>(a, 16);
    const d1 = v128.load_splat<f32>(a, 20);
    const d2 = v128.load_splat<f32>(a, 24);
    const d3 = v128.load_splat<f32>(a, 28);
    const next = from + row;
    let x: usize = 0;
    for (; x < vectors; x += 16) {
      const b = v128.load(from + x);
      const e = v128.load(next + x);
      v128.store(c0 + x, madd(d0, e, madd(a0, b, v128.load(c0 + x))));
      v128.store(c1 + x, madd(d1, e, madd(a1, b, v128.load(c1 + x))));
      v128.store(c2 + x, madd(d2, e, madd(a2, b, v128.load(c2 + x))));
      v128.store(c3 + x, madd(d3, e, madd(a3, b, v128.load(c3 + x))));
    }
    for (; x < bytes; x += 4) {
      addOne(a, from + x, c0 + x, c1 + x, c2 + x, c3 + x);
      addOne(a + 16, next + x, c0 + x, c1 + x, c2 + x, c3 + x);
    }
    a += 32;
    from = next + row;
  }
  if (count == 0) return;
  const a0 = v128.load_splat<f32>(a);
  const a1 = v128.load_splat<f32>(a, 4);
  const a2 = v128.load_splat<f32>(a, 8);
  const a3 = v128.load_splat<f32>(a, 12);
  let x: usize = 0;
  for (; x < vectors; x += 16) {
    const b = v128.load(from + x);
    v128.store(c0 + x, madd(a0, b, v128.load(c0 + x)));
    v128.store(c1 + x, madd(a1, b, v128.load(c1 + x)));
    v128.store(c2 + x, madd(a2, b, v128.load(c2 + x)));
    v128.store(c3 + x, madd(a3, b, v128.load(c3 + x)));
  }
  for (; x < bytes; x += 4) addOne(a, from + x, c0 + x, c1 + x, c2 + x, c3 + x);
}

function addOne(a: usize, from: usize, c0: usize, c1: usize, c2: usize, c3: usize): void {
  const b = load<f32>(from);
  store<f32>(c0, load<f32>(c0) + load<f32>(a) * b);
  store<f32>(c1, load<f32>(c1) + load<f32>(a, 4) * b);
  store<f32>(c2, load<f32>(c2) + load<f32>(a, 8) * b);
  store<f32>(c3, load<f32>(c3) + load<f32>(a, 12) * b);
}

/** The factor as [columns, terms]: each of its rows is a column's, and meets the positions' values in a dot product. */
function dotRows(p: Product, positions: i32, columnBegin: i32, columnEnd: i32, scratch: usize): void {
  const table = scratch + POSITIONS;
  const zeros = scratch + ZEROS;
  const last = positions - 1;
  for (let i = 0; i <= last; i++)
    memory.fill(resultOf(scratch + POSITIONS, i) + ((<usize>columnBegin) << 2), 0, (<usize>(columnEnd - columnBegin)) << 2);
  for (let tapY = 0; tapY < p.tapRows; tapY++)
    for (let tapX = 0; tapX < p.tapColumns; tapX++) {
      const r0 = pixel(p, table, 0, tapY, tapX, 0, zeros);
      const r1 = pixel(p, table, min(1, last), tapY, tapX, 0, zeros);
      const r2 = pixel(p, table, min(2, last), tapY, tapX, 0, zeros);
      const r3 = pixel(p, table, min(3, last), tapY, tapX, 0, zeros);
      if (r0 == zeros && r1 == zeros && r2 == zeros && r3 == zeros) continue;
      const matrix = tapFactor(p, tapY, tapX);
      for (let column = columnBegin; column < columnEnd; column += 2) {
        const beside = min(column + 1, columnEnd - 1);
        const w0 = matrix + <usize>column * p.factorRow;
        const w1 = matrix + <usize>beside * p.factorRow;
        // Zeros are as long as a block's depth.
        for (let c = 0; c < p.channels; c += BLOCK_DEPTH) {
          const x = (<usize>c) << 2;
          const q0 = r0 == zeros ? zeros : r0 + x;
          const q1 = r1 == zeros ? zeros : r1 + x;
          const q2 = r2 == zeros ? zeros : r2 + x;
          const q3 = r3 == zeros ? zeros : r3 + x;
          dotTwo(positions, min(p.channels - c, BLOCK_DEPTH), q0, q1, q2, q3, w0 + x, w1 + x, column, beside, scratch);
        }
      }
    }
}

function dotTwo(positions: i32, count: i32, r0: usize, r1: usize, r2: usize, r3: usize, w0: usize, w1: usize, column: i32, beside: i32, scratch: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  const vectors = (<usize>(count & ~3)) << 2;
  let x: usize = 0;
  for (; x < vectors; x += 16) {
    const b0 = v128.load(w0 + x);
    const b1 = v128.load(w1 + x);
    const a0 = v128.load(r0 + x);
    s00 = madd(a0, b0, s00);
    s01 = madd(a0, b1, s01);
    const a1 = v128.load(r1 + x);
    s10 = madd(a1, b0, s10);
    s11 = madd(a1, b1, s11);
    const a2 = v128.load(r2 + x);
    s20 = madd(a2, b0, s20);
    s21 = madd(a2, b1, s21);
    const a3 = v128.load(r3 + x);
    s30 = madd(a3, b0, s30);
    s31 = madd(a3, b1, s31);
  }
  const bytes = (<usize>count) << 2;
  finish(0, column, beside, s00, s01, r0, w0, w1, x, bytes, scratch);
  if (positions > 1) finish(1, column, beside, s10, s11, r1, w0, w1, x, bytes, scratch);
  if (positions > 2) finish(2, column, beside, s20, s21, r2, w0, w1, x, bytes, scratch);
  if (positions > 3) finish(3, column, beside, s30, s31, r3, w0, w1, x, bytes, scratch);
}

/** Adds up the lanes and the terms that fill no vector, and adds both columns to the result. */
function finish(i: i32, column: i32, beside: i32, sum: v128, sumBeside: v128, r: usize, w0: usize, w1: usize, x: usize, bytes: usize, scratch: usize): void {
  let total = lanes(sum);
  let totalBeside = lanes(sumBeside);
  for (; x < bytes; x += 4) {
    const a = load<f32>(r + x);
    total += a * load<f32>(w0 + x);
    totalBeside += a * load<f32>(w1 + x);
  }
  const out = resultOf(scratch + POSITIONS, i);
  const to = out + ((<usize>column) << 2);
  store<f32>(to, load<f32>(to) + total);
  if (beside == column) return;
  store<f32>(to, load<f32>(to, 4) + totalBeside, 4);
}

// @inline
function lanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}
