/**
 * The numbers that describe a product, as `product.ts` on the other side writes them: 32-bit words in this order.
 *
 * One operand is an image [N, height, width, channels] seen at the positions of a grid, through a window of taps:
 * at (gy, gx) the tap (ty, tx) sees the pixel (gy * strideY + offsetY + ty * tapStepY, gx * strideX + ...), or zero
 * outside. The other operand, the factor, is a matrix for each tap.
 */
@unmanaged
export class Product {
  image: usize;
  height: i32;
  width: i32;
  channels: i32;
  gridHeight: i32;
  gridWidth: i32;
  /** Images times grid height times grid width. */
  positions: i32;
  strideY: i32;
  strideX: i32;
  offsetY: i32;
  offsetX: i32;
  tapRows: i32;
  tapColumns: i32;
  tapStepY: i32;
  tapStepX: i32;
  factor: usize;
  /** Bytes from row to row of a tap's matrix. */
  factorRow: usize;
  /** Whether a tap's matrix is stored transposed. */
  factorTransposed: i32;
  /** Bytes from a tap to the one below, and to the one on its right. */
  factorTapRow: usize;
  factorTapColumn: usize;
  out: usize;
  /** Bytes from image to image, from grid row to grid row, and from position to position of the result. */
  outImage: usize;
  outRow: usize;
  outColumn: usize;
}

/** Where a grid position reads the image, and where its result goes: 16 bytes. */
@unmanaged
export class Position {
  image: usize;
  y: i32;
  x: i32;
  out: usize;
}

/** Fills a table with the positions from `first` on. */
export function locate(p: Product, table: usize, first: i32, count: i32): void {
  const imageBytes = (<usize>(p.height * p.width * p.channels)) << 2;
  let row = first / p.gridWidth;
  let gx = first - row * p.gridWidth;
  let n = row / p.gridHeight;
  let gy = row - n * p.gridHeight;
  for (let i = 0; i < count; i++) {
    const position = changetype<Position>(table + ((<usize>i) << 4));
    position.image = p.image + <usize>n * imageBytes;
    position.y = gy * p.strideY + p.offsetY;
    position.x = gx * p.strideX + p.offsetX;
    position.out = p.out + <usize>n * p.outImage + <usize>gy * p.outRow + <usize>gx * p.outColumn;
    if (++gx == p.gridWidth) {
      gx = 0;
      if (++gy == p.gridHeight) {
        gy = 0;
        n++;
      }
    }
  }
}

/** The address of the pixel that a position sees through a tap, from channel `c` on, or `zeros` outside the image. */
// @inline
export function pixel(p: Product, table: usize, i: i32, tapY: i32, tapX: i32, c: i32, zeros: usize): usize {
  const position = changetype<Position>(table + ((<usize>i) << 4));
  const y = position.y + tapY * p.tapStepY;
  const x = position.x + tapX * p.tapStepX;
  if (<u32>y >= <u32>p.height || <u32>x >= <u32>p.width) return zeros;
  return position.image + ((<usize>((y * p.width + x) * p.channels + c)) << 2);
}

/** Where the result of the table's position i begins. */
// @inline
export function resultOf(table: usize, i: i32): usize {
  return changetype<Position>(table + ((<usize>i) << 4)).out;
}

/** Where rows of a result begin that lie one after the other, for `multiply`; the rest of the table stays. */
export function pointAtRows(table: usize, first: usize, rowBytes: usize, rows: i32): void {
  for (let i = 0; i < rows; i++) changetype<Position>(table + ((<usize>i) << 4)).out = first + <usize>i * rowBytes;
}

/** The address of a tap's matrix. */
// @inline
export function tapFactor(p: Product, tapY: i32, tapX: i32): usize {
  return p.factor + <usize>tapY * p.factorTapRow + <usize>tapX * p.factorTapColumn;
}
