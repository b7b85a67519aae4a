import { EDGE_TILE, TILE_COLUMNS, TILE_ROWS } from './blocks';
import { madd } from './madd';
import { resultOf } from './product';

/**
 * A tile of 4 x 8 sums: packed rows (4 floats a term) times packed columns (8 floats a term), stored at four addresses or
 * added to what is there. Not unrolled over the terms: V8 would hoist loads until the registers run out.
 */
function tile(depth: i32, a: usize, b: usize, c0: usize, c1: usize, c2: usize, c3: usize, accumulate: bool): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<f32>(a);
    s00 = madd(a0, b0, s00);
    s01 = madd(a0, b1, s01);
    const a1 = v128.load_splat<f32>(a, 4);
    s10 = madd(a1, b0, s10);
    s11 = madd(a1, b1, s11);
    const a2 = v128.load_splat<f32>(a, 8);
    s20 = madd(a2, b0, s20);
    s21 = madd(a2, b1, s21);
    const a3 = v128.load_splat<f32>(a, 12);
    s30 = madd(a3, b0, s30);
    s31 = madd(a3, b1, s31);
    a += 16;
    b += 32;
  } while (--depth);
  if (accumulate) {
    s00 = f32x4.add(v128.load(c0), s00);
    s01 = f32x4.add(v128.load(c0, 16), s01);
    s10 = f32x4.add(v128.load(c1), s10);
    s11 = f32x4.add(v128.load(c1, 16), s11);
    s20 = f32x4.add(v128.load(c2), s20);
    s21 = f32x4.add(v128.load(c2, 16), s21);
    s30 = f32x4.add(v128.load(c3), s30);
    s31 = f32x4.add(v128.load(c3, 16), s31);
  }
  v128.store(c0, s00);
  v128.store(c0, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

/** A tile of which only some rows and columns belong to the result. */
function edgeTile(depth: i32, a: usize, b: usize, table: usize, column: usize, rows: i32, columns: i32, accumulate: bool, spare: usize): void {
  tile(depth, a, b, spare, spare + 32, spare + 64, spare + 96, false);
  for (let y = 0; y < rows; y++) {
    const to = resultOf(table, y) + column;
    const from = spare + ((<usize>y) << 5);
    for (let x: usize = 0; x < (<usize>columns) << 2; x += 4) {
      const sum = load<f32>(from + x);
      store<f32>(to + x, accumulate ? load<f32>(to + x) + sum : sum);
    }
  }
}

// @inline
function anyTile(depth: i32, a: usize, b: usize, table: usize, column: usize, rows: i32, columns: i32, accumulate: bool, spare: usize): void {
  if (rows >= TILE_ROWS && columns >= TILE_COLUMNS)
    tile(depth, a, b, resultOf(table, 0) + column, resultOf(table, 1) + column, resultOf(table, 2) + column, resultOf(table, 3) + column, accumulate);
  else edgeTile(depth, a, b, table, column, min(rows, TILE_ROWS), min(columns, TILE_COLUMNS), accumulate, spare);
}

/** With fewer terms than this the tiles of a row are made one after the other, so that the result is written in its order. */
const SHALLOW: i32 = 128;

/** Packed rows times packed columns: the row i of the result begins at the table's `out` of i, at byte `column`. */
export function multiply(rows: i32, columns: i32, depth: i32, packedRows: usize, packedColumns: usize, table: usize, column: usize, accumulate: bool, scratch: usize): void {
  const spare = scratch + EDGE_TILE;
  if (depth < SHALLOW) {
    for (let i = 0; i < rows; i += TILE_ROWS)
      for (let j = 0; j < columns; j += TILE_COLUMNS)
        anyTile(depth, packedRows + ((<usize>(i * depth)) << 2), packedColumns + ((<usize>(j * depth)) << 2), table + ((<usize>i) << 4), column + ((<usize>j) << 2), rows - i, columns - j, accumulate, spare);
    return;
  }
  for (let j = 0; j < columns; j += TILE_COLUMNS)
    for (let i = 0; i < rows; i += TILE_ROWS)
      anyTile(depth, packedRows + ((<usize>(i * depth)) << 2), packedColumns + ((<usize>(j * depth)) << 2), table + ((<usize>i) << 4), column + ((<usize>j) << 2), rows - i, columns - j, accumulate, spare);
}
