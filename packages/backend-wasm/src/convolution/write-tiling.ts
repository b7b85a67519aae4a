import type { ConvolutionInfo, Places } from './convolution-info.ts';
import { type Matrix, transposed } from './forms.ts';
import type { Tiling } from './tiling.ts';

/** How many 32-bit words stand before the transforms. */
const WORDS = 52;

/** Memory for the products of both axes' pairs, each a matrix of the rows [first, first + rows) and all columns. */
export type Products = { address: number; first: number; rows: number; columns: number };

/** Writes what `assembly/winograd/tiling.ts` reads: words in its order, and behind them the transforms. */
export function writeTiling(
  memory: ArrayBufferLike,
  address: number,
  { kind, form, batch, rows, columns, seenChannels, cutChannels }: Tiling,
  { filterWidth, outChannels }: ConvolutionInfo,
  { x, filter, y }: Places,
  products: Products,
): void {
  const [seen, cut] = kind === 'inputGradient' ? [y, x] : [x, y];
  const tap = 4 * seenChannels * cutChannels;
  const tapRow = filterWidth * tap;
  const cutRow = 4 * columns.cut.size * cutChannels;
  const transforms =
    kind === 'filterGradient'
      ? [form.image, transposed(form.result), transposed(form.filter)]
      : [form.image, form.filter, form.result];
  const [image, factor, result] = transforms as [Matrix, Matrix, Matrix];
  const [imageAt, factorAt, resultAt] = placesOf(transforms, address + 4 * WORDS) as [number, number, number];
  const words = [
    ...[seen, rows.seen.size, columns.seen.size, seenChannels],
    ...[rows.tiles, columns.tiles, batch * rows.tiles * columns.tiles],
    ...[rows.seen.tile, columns.seen.tile, rows.seen.first, columns.seen.first],
    ...[rows.taps.groups, columns.taps.groups, rows.seen.group, columns.seen.group],
    ...[filter + rows.taps.first * tapRow + columns.taps.first * tap, 4 * outChannels],
    kind === 'inputGradient' ? 1 : 0,
    ...[rows.taps.group * tapRow, columns.taps.group * tap],
    ...[cut, rows.cut.size * cutRow, cutRow, 4 * cutChannels],
    ...[rows.seen.within, columns.seen.within, rows.taps.within * tapRow, columns.taps.within * tap],
    ...[rows.phases, columns.phases, cutChannels, rows.taps.phase * tapRow, columns.taps.phase * tap],
    ...[rows.cut.size, columns.cut.size, rows.cut.first, columns.cut.first, rows.cut.tile, columns.cut.tile],
    ...[rows.cut.phase, columns.cut.phase, rows.cut.within, columns.cut.within],
    ...[products.address - 4 * products.first * products.columns, products.rows],
    ...[form.image.length, lengthOf(image), imageAt, lengthOf(factor), factorAt, result.length, resultAt],
  ];
  // Negative steps and addresses above 2 GB alike become their 32 bits.
  new Int32Array(memory, address, WORDS).set(words.map((word) => word | 0));
  new Float32Array(memory, imageAt).set(transforms.flat(2));
}

const lengthOf = (matrix: Matrix): number => (matrix[0] as readonly number[]).length;

/** Where each matrix begins, one after the other from `address` on. */
function placesOf(matrices: readonly Matrix[], address: number): number[] {
  return matrices.map((_, i) => address + 4 * matrices.slice(0, i).flat(2).length);
}
