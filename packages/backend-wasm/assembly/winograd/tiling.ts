import { BLOCK_COLUMNS, BLOCK_DEPTH, PACKED_COLUMNS } from '../product/blocks';
import { Product } from '../product/product';

/**
 * The numbers that describe a convolution in Winograd's form, as `tiling.ts` on the other side writes them. One image is cut
 * into tiles (the result; for the filter's gradient it is dy), and the words of a Product say where each tile looks at the
 * other image: the grid is that of the tiles, a tap is a group of the filter's taps, `factor` is the filter, and `out` and
 * the words after it are the tiled image.
 */
@unmanaged
export class Tiling extends Product {
  /** Pixels from one row (column) to the next of what a tile sees through a group. */
  stepY: i32;
  stepX: i32;
  /** Bytes from one tap of a group to the next. */
  tapBytesY: i32;
  tapBytesX: i32;
  /** The result's phases, whose columns stand side by side: how many rows and columns of them, and the columns of each. */
  phaseRows: i32;
  phaseColumns: i32;
  phaseWidth: i32;
  /** Bytes from a phase's filter to the next one's. */
  phaseBytesY: i32;
  phaseBytesX: i32;
  tiledHeight: i32;
  tiledWidth: i32;
  /** Pixels of the tiled image: the first tile's place, and from tile to tile, from phase to phase, and within a tile. */
  firstY: i32;
  firstX: i32;
  tileY: i32;
  tileX: i32;
  phaseY: i32;
  phaseX: i32;
  withinY: i32;
  withinX: i32;
  /** Where the products of the transformed operands lie: [products, products, rows, columns]; row 0 may be before them. */
  products: usize;
  /** How many of the rows there are: all, or those of the call's band. */
  productRows: i32;
  /** The form of one axis: how many products, the transforms [products, length] of both operands, and that of the result. */
  axisProducts: i32;
  imageLength: i32;
  imageTransform: usize;
  factorLength: i32;
  factorTransform: usize;
  /** [length, products]. */
  resultLength: i32;
  resultTransform: usize;
}

/** The weight that a transform's row `i` has at `column`. */
// @inline
export function weightOf(transform: usize, length: i32, i: i32, column: i32): f32 {
  return load<f32>(transform + ((<usize>(i * length + column)) << 2));
}

// Where what stands in a thread's scratch memory behind that of a direct product, in bytes.

/** Eight rows of BLOCK_DEPTH floats. */
export const SUMS: usize = PACKED_COLUMNS + 4 * <usize>(BLOCK_COLUMNS * BLOCK_DEPTH);
/** As many zeros as a block has columns; nobody writes here. */
export const LONG_ZEROS: usize = SUMS + 8 * 4 * <usize>BLOCK_DEPTH;
/** The terms of one transformed pixel, at most 16, and the summands that they are at one place, and inside the image. */
export const TERMS: usize = LONG_ZEROS + 4 * <usize>BLOCK_COLUMNS;
export const SUMMANDS: usize = TERMS + 256;
export const INNER_SUMMANDS: usize = SUMMANDS + 128;
/** The terms of each of a tile's results along both axes, and where the results go. */
export const RESULT_TERMS: usize = INNER_SUMMANDS + 128;
/** The summands of every tile of a block's depth: 16 for each. */
export const TILE_SUMMANDS: usize = RESULT_TERMS + 512;
