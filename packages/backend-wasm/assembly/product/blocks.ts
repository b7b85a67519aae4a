// How a product is cut: a block of the right-hand side stays in the L2 cache while blocks of rows pass by, and a tile's
// columns of it stay in L1.

/** Rows of a tile. With 4 x 8 its 8 accumulators and 6 operands fit the 16 vector registers of x64. */
export const TILE_ROWS: i32 = 4;
/** Columns of a tile. */
export const TILE_COLUMNS: i32 = 8;
/** Rows of a block: a multiple of TILE_ROWS. */
export const BLOCK_ROWS: i32 = 96;
/** Columns of a block: a multiple of TILE_COLUMNS. */
export const BLOCK_COLUMNS: i32 = 512;
/** Terms of a sum in a block. */
export const BLOCK_DEPTH: i32 = 256;

// The layout of a thread's scratch memory, in bytes. `scratch.ts` on the other side holds the same total.

/** Zeros, in place of what is outside an image; nobody writes here. BLOCK_DEPTH floats. */
export const ZEROS: usize = 0;
/** A tile that is cut off at an edge: 32 floats. */
export const EDGE_TILE: usize = 1024;
/** Where the rows of a block are, or the positions of a block's depth: 256 entries of 16 bytes. */
export const POSITIONS: usize = 2048;
/** Addresses of 256 pixels. */
export const PIXELS: usize = POSITIONS + 4096;
/** The packed rows of a block. */
export const PACKED_ROWS: usize = 8192;
/** The packed columns of a block. */
export const PACKED_COLUMNS: usize = PACKED_ROWS + 4 * 96 * 256;
