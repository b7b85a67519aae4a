import { BLOCK_DEPTH, BLOCK_ROWS, PACKED_COLUMNS, PACKED_ROWS, POSITIONS, ZEROS } from './blocks';
import { madd } from './madd';
import { locate, pixel, Product, resultOf, tapFactor } from './product';

/** Positions of a tile, and its columns: 9 sums and 4 operands fit the vector registers of x64. */
const TILE_POSITIONS: i32 = 3;
/** Bytes of a position's sums, and of a term's columns. */
const WIDTH_BYTES: usize = 48;

/**
 * The gather product of at most 12 columns, for the positions of one thread. Its image is read in place: to pack it
 * would take as long as the few products with each of its values. The whole factor is packed, at most 8192 terms.
 */
export function fewColumnsProduct(p: Product, rowBegin: i32, rowEnd: i32, columns: i32, scratch: usize): void {
  packFactor(p, columns, scratch + PACKED_COLUMNS);
  const sums = scratch + PACKED_ROWS;
  for (let row = rowBegin; row < rowEnd; row += BLOCK_ROWS) {
    const rows = min(rowEnd - row, BLOCK_ROWS);
    locate(p, scratch + POSITIONS, row, rows);
    memory.fill(sums, 0, BLOCK_ROWS * WIDTH_BYTES);
    let factor = scratch + PACKED_COLUMNS;
    for (let tapY = 0; tapY < p.tapRows; tapY++)
      for (let tapX = 0; tapX < p.tapColumns; tapX++)
        for (let c = 0; c < p.channels; c += BLOCK_DEPTH) {
          const count = min(p.channels - c, BLOCK_DEPTH); // zeros are as long as a block's depth
          addTap(p, rows, tapY, tapX, c, count, factor, scratch);
          factor += <usize>count * WIDTH_BYTES;
        }
    for (let i = 0; i < rows; i++)
      memory.copy(resultOf(scratch + POSITIONS, i), sums + <usize>i * WIDTH_BYTES, (<usize>columns) << 2);
  }
}

/** The factor as [terms, 12]; the columns that do not exist are zero. */
function packFactor(p: Product, columns: i32, to: usize): void {
  memory.fill(to, 0, <usize>(p.tapRows * p.tapColumns * p.channels) * WIDTH_BYTES);
  const term: usize = p.factorTransposed ? 4 : p.factorRow;
  const column: usize = p.factorTransposed ? p.factorRow : 4;
  for (let tapY = 0; tapY < p.tapRows; tapY++)
    for (let tapX = 0; tapX < p.tapColumns; tapX++) {
      let from = tapFactor(p, tapY, tapX);
      for (let c = 0; c < p.channels; c++) {
        for (let j = 0; j < columns; j++) store<f32>(to + ((<usize>j) << 2), load<f32>(from + <usize>j * column));
        from += term;
        to += WIDTH_BYTES;
      }
    }
}

/** What a run of a tap's channels adds to the sums of all located positions. */
function addTap(p: Product, rows: i32, tapY: i32, tapX: i32, c: i32, count: i32, factor: usize, scratch: usize): void {
  const table = scratch + POSITIONS;
  const zeros = scratch + ZEROS;
  let sums = scratch + PACKED_ROWS;
  for (let i = 0; i < rows; i += TILE_POSITIONS) {
    const r0 = pixel(p, table, i, tapY, tapX, c, zeros);
    const r1 = pixel(p, table, min(i + 1, rows - 1), tapY, tapX, c, zeros);
    const r2 = pixel(p, table, min(i + 2, rows - 1), tapY, tapX, c, zeros);
    addTile(count, r0, r1, r2, factor, sums);
    sums += TILE_POSITIONS * WIDTH_BYTES;
  }
}

function addTile(count: i32, r0: usize, r1: usize, r2: usize, b: usize, sums: usize): void {
  let s00 = v128.load(sums);
  let s01 = v128.load(sums, 16);
  let s02 = v128.load(sums, 32);
  let s10 = v128.load(sums, 48);
  let s11 = v128.load(sums, 64);
  let s12 = v128.load(sums, 80);
  let s20 = v128.load(sums, 96);
  let s21 = v128.load(sums, 112);
  let s22 = v128.load(sums, 128);
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const a0 = v128.load_splat<f32>(r0);
    s00 = madd(a0, b0, s00);
    s01 = madd(a0, b1, s01);
    s02 = madd(a0, b2, s02);
    const a1 = v128.load_splat<f32>(r1);
    s10 = madd(a1, b0, s10);
    s11 = madd(a1, b1, s11);
    s12 = madd(a1, b2, s12);
    const a2 = v128.load_splat<f32>(r2);
    s20 = madd(a2, b0, s20);
    s21 = madd(a2, b1, s21);
    s22 = madd(a2, b2, s22);
    r0 += 4;
    r1 += 4;
    r2 += 4;
    b += 48;
  } while (--count);
  v128.store(sums, s00);
  v128.store(sums, s01, 16);
  v128.store(sums, s02, 32);
  v128.store(sums, s10, 48);
  v128.store(sums, s11, 64);
  v128.store(sums, s12, 80);
  v128.store(sums, s20, 96);
  v128.store(sums, s21, 112);
  v128.store(sums, s22, 128);
}
