import { TILE_COLUMNS } from './blocks';

/** Four rows of `count` floats, side by side: term by term 4 floats. Returns the end. */
export function interleave4(to: usize, count: i32, r0: usize, r1: usize, r2: usize, r3: usize): usize {
  for (; count >= 4; count -= 4) {
    const x0 = v128.load(r0);
    const x1 = v128.load(r1);
    const x2 = v128.load(r2);
    const x3 = v128.load(r3);
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 16);
    v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 32);
    v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 48);
    to += 64;
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
  }
  for (; count > 0; count--) {
    store<f32>(to, load<f32>(r0));
    store<f32>(to, load<f32>(r1), 4);
    store<f32>(to, load<f32>(r2), 8);
    store<f32>(to, load<f32>(r3), 12);
    to += 16;
    r0 += 4;
    r1 += 4;
    r2 += 4;
    r3 += 4;
  }
  return to;
}

/** Four rows of `count` floats into one half of a panel of 8 columns. */
export function interleave4of8(to: usize, count: i32, r0: usize, r1: usize, r2: usize, r3: usize): void {
  for (; count >= 4; count -= 4) {
    const x0 = v128.load(r0);
    const x1 = v128.load(r1);
    const x2 = v128.load(r2);
    const x3 = v128.load(r3);
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
    v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
    v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
    to += 128;
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
  }
  for (; count > 0; count--) {
    store<f32>(to, load<f32>(r0));
    store<f32>(to, load<f32>(r1), 4);
    store<f32>(to, load<f32>(r2), 8);
    store<f32>(to, load<f32>(r3), 12);
    to += 32;
    r0 += 4;
    r1 += 4;
    r2 += 4;
    r3 += 4;
  }
}

/**
 * Two panels of 8 columns of a matrix [terms, columns], `panel` bytes apart: together they read complete cache lines.
 */
function packTwoPanels(to: usize, panel: usize, count: i32, from: usize, row: usize): void {
  const beside = to + panel;
  const end = (<usize>count) << 5;
  for (let x: usize = 0; x < end; x += 32) {
    v128.store(to + x, v128.load(from));
    v128.store(to + x, v128.load(from, 16), 16);
    v128.store(beside + x, v128.load(from, 32));
    v128.store(beside + x, v128.load(from, 48), 16);
    from += row;
  }
}

/**
 * A panel of 8 columns of a matrix [terms, columns], of which `width` exist; the others stay zero, and nobody reads
 * what is computed from them.
 */
function packColumns(to: usize, count: i32, from: usize, row: usize, width: i32): void {
  if (width >= TILE_COLUMNS) {
    for (; count > 0; count--) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      to += 32;
      from += row;
    }
    return;
  }
  for (; count > 0; count--) {
    for (let x = 0; x < TILE_COLUMNS; x++)
      store<f32>(to + ((<usize>x) << 2), x < width ? load<f32>(from + ((<usize>x) << 2)) : 0);
    to += 32;
    from += row;
  }
}

/** The same of a matrix that is stored transposed, [columns, terms]; the columns that do not exist repeat the last. */
function packTransposedColumns(to: usize, count: i32, from: usize, row: usize, width: i32): void {
  const last = min(width, TILE_COLUMNS) - 1;
  for (let x = 0; x < TILE_COLUMNS; x += 4)
    interleave4of8(
      to + ((<usize>x) << 2),
      count,
      from + <usize>min(x, last) * row,
      from + <usize>min(x + 1, last) * row,
      from + <usize>min(x + 2, last) * row,
      from + <usize>min(x + 3, last) * row,
    );
}

/**
 * `count` terms of `columns` columns of a matrix, as a part of panels that hold `terms` terms: [terms, 8] each. `to` is the
 * part's place in the first panel.
 */
export function packPanels(to: usize, terms: i32, count: i32, from: usize, row: usize, columns: i32, transposed: i32): void {
  const panel = (<usize>terms) << 5;
  let j = 0;
  if (transposed) {
    for (; j < columns; j += TILE_COLUMNS) {
      packTransposedColumns(to, count, from + <usize>j * row, row, columns - j);
      to += panel;
    }
    return;
  }
  for (; j + 2 * TILE_COLUMNS <= columns; j += 2 * TILE_COLUMNS) {
    packTwoPanels(to, panel, count, from + ((<usize>j) << 2), row);
    to += 2 * panel;
  }
  for (; j < columns; j += TILE_COLUMNS) {
    packColumns(to, count, from + ((<usize>j) << 2), row, columns - j);
    to += panel;
  }
}
