import { BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS, PACKED_COLUMNS, PACKED_ROWS, PIXELS, POSITIONS, ZEROS } from './blocks';
import { packPanels } from './pack';
import { locate, pixel, pointAtRows, Product } from './product';
import { multiply } from './tile';

/**
 * out[tap, channel, column] = sum over positions of image(position, tap)[channel] * factor[position, column]: a
 * convolution's gradient in the filter, or a product with a transposed matrix. The rows (taps times channels) of one
 * thread; `rowBegin` is a multiple of 4.
 */
export function reduceProduct(p: Product, rowBegin: i32, rowEnd: i32, columnBegin: i32, columnEnd: i32, scratch: usize): void {
  const depth = p.positions;
  for (let column = columnBegin; column < columnEnd; column += BLOCK_COLUMNS) {
    const columns = min(columnEnd - column, BLOCK_COLUMNS);
    for (let k = 0; k < depth; k += BLOCK_DEPTH) {
      const terms = min(depth - k, BLOCK_DEPTH);
      const from = p.factorTransposed
        ? p.factor + <usize>column * p.factorRow + ((<usize>k) << 2)
        : p.factor + <usize>k * p.factorRow + ((<usize>column) << 2);
      packPanels(scratch + PACKED_COLUMNS, terms, terms, from, p.factorRow, columns, p.factorTransposed);
      locate(p, scratch + POSITIONS, k, terms);
      for (let row = rowBegin; row < rowEnd; row += BLOCK_ROWS) {
        const rows = min(rowEnd - row, BLOCK_ROWS);
        packChannels(p, row, rows, terms, scratch);
        pointAtRows(scratch + POSITIONS, p.out + <usize>row * p.outRow, p.outRow, rows);
        multiply(rows, columns, terms, scratch + PACKED_ROWS, scratch + PACKED_COLUMNS, scratch + POSITIONS, (<usize>column) << 2, k > 0, scratch);
      }
    }
  }
}

/** The rows (tap, channel) from `row` on at the located positions, four rows side by side. */
function packChannels(p: Product, row: i32, rows: i32, terms: i32, scratch: usize): void {
  const pixels = scratch + PIXELS;
  const panelBytes = (<usize>terms) << 4;
  let at = 0;
  while (at < rows) {
    const tap = (row + at) / p.channels;
    const c = row + at - tap * p.channels;
    const count = min(p.channels - c, rows - at);
    const tapY = tap / p.tapColumns;
    const tapX = tap - tapY * p.tapColumns;
    for (let k = 0; k < terms; k++)
      store<usize>(pixels + ((<usize>k) << 2), pixel(p, scratch + POSITIONS, k, tapY, tapX, c, scratch + ZEROS));
    let done = 0;
    while (done < count) {
      const lane = (at + done) & 3;
      const to = scratch + PACKED_ROWS + <usize>((at + done) >> 2) * panelBytes + ((<usize>lane) << 2);
      const left = count - done;
      const from = (<usize>done) << 2;
      if (lane == 0 && left >= 16) {
        copy16(to, panelBytes, pixels, from, terms);
        done += 16;
      } else if (lane == 0 && left >= 4) {
        copy4(to, pixels, from, terms);
        done += 4;
      } else {
        copy1(to, pixels, from, terms);
        done += 1;
      }
    }
    at += count;
  }
}

/** 16 channels, which are a cache line, into four panels. */
function copy16(to: usize, panelBytes: usize, pixels: usize, offset: usize, terms: i32): void {
  const to1 = to + panelBytes;
  const to2 = to1 + panelBytes;
  const to3 = to2 + panelBytes;
  const end = (<usize>terms) << 4;
  for (let x: usize = 0; x < end; x += 16) {
    const from = load<usize>(pixels) + offset;
    v128.store(to + x, v128.load(from));
    v128.store(to1 + x, v128.load(from, 16));
    v128.store(to2 + x, v128.load(from, 32));
    v128.store(to3 + x, v128.load(from, 48));
    pixels += 4;
  }
}

function copy4(to: usize, pixels: usize, offset: usize, terms: i32): void {
  for (; terms > 0; terms--) {
    v128.store(to, v128.load(load<usize>(pixels) + offset));
    to += 16;
    pixels += 4;
  }
}

function copy1(to: usize, pixels: usize, offset: usize, terms: i32): void {
  for (; terms > 0; terms--) {
    store<f32>(to, load<f32>(load<usize>(pixels) + offset));
    to += 16;
    pixels += 4;
  }
}
