/** An image [N, height, width, channels] seen at the positions of a grid through a window of taps; pixels outside are 0. */
export type Window = {
  /** Address of the image. */
  image: number;
  height: number;
  width: number;
  channels: number;
  /** [N, height, width] of the grid. */
  grid: readonly [number, number, number];
  /** At the grid's (y, x) the tap (i, j) sees the pixel (y, x) * stride + offset + (i, j) * tapStep. */
  stride: readonly [number, number];
  offset: readonly [number, number];
  /** Rows and columns of the window. */
  taps: readonly [number, number];
  tapStep: readonly [number, number];
};

/** The other operand: a matrix for each tap, of [channels, columns], or [positions, columns] where positions are summed up. */
export type Factor = {
  /** Address of the first tap's matrix. */
  address: number;
  columns: number;
  /** Floats from row to row, as it is stored. */
  row: number;
  /** Whether it is stored as [columns, ...]. */
  transposed: boolean;
  /** Floats from a tap's matrix to that of the tap below, and to that of the tap next to it. */
  tapStride: readonly [number, number];
};

/** The result: where it begins, and the floats from image to image, grid row to grid row, position to position. */
export type Result = { address: number; image: number; row: number; column: number };

/** The 32-bit words that `assembly/product/product.ts` reads, in its order. */
export function productWords(window: Window, factor: Factor, result: Result): number[] {
  const [images, gridHeight, gridWidth] = window.grid;
  return [
    window.image,
    window.height,
    window.width,
    window.channels,
    gridHeight,
    gridWidth,
    images * gridHeight * gridWidth,
    ...window.stride,
    ...window.offset,
    ...window.taps,
    ...window.tapStep,
    factor.address,
    4 * factor.row,
    factor.transposed ? 1 : 0,
    4 * factor.tapStride[0],
    4 * factor.tapStride[1],
    result.address,
    4 * result.image,
    4 * result.row,
    4 * result.column,
  ];
}

/** How many 32-bit words describe a product. */
export const PRODUCT_WORDS = 24;
