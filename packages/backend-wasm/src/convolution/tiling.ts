import type { TiledAxis } from './axis.ts';
import { type Form, type Matrix, transposed } from './forms.ts';

/** A convolution in a form: both axes, and where its three operands are. */
export type Tiling = {
  form: Form;
  batch: number;
  rows: TiledAxis;
  columns: TiledAxis;
  /** The images [batch, height, width, channels]. */
  seen: { address: number; channels: number };
  cut: { address: number; channels: number };
  /** [height, width, in channels, out channels]; `transposed` where the cut image has the in channels. */
  filter: { address: number; width: number; outChannels: number; transposed: boolean };
};

/** Bytes of the words that describe a tiling, and of its three transforms, at most. */
export const TILING_BYTES = 2048;
/** How many 32-bit words stand before the transforms. */
const WORDS = 52;

/** What the products of a tiling are summed over: pixels and taps give the cut image, pixels and the cut image the filter. */
export type Target = 'cut' | 'filter';

/** Memory for the products of both axes' pairs, each a matrix of the rows [first, first + rows) and all columns. */
export type Products = { address: number; first: number; rows: number; columns: number };

/**
 * Writes what `assembly/winograd/tiling.ts` reads: words in its order, and behind them the transforms.
 *
 */
export function writeTiling(
  memory: ArrayBufferLike,
  address: number,
  tiling: Tiling,
  target: Target,
  products: Products,
): void {
  const { form, batch, rows, columns, seen, cut, filter } = tiling;
  const tap = 4 * seen.channels * cut.channels;
  const tapRow = filter.width * tap;
  const cutRow = 4 * columns.cut.size * cut.channels;
  const transforms =
    target === 'cut'
      ? [form.image, form.filter, form.result]
      : [form.image, transposed(form.result), transposed(form.filter)];
  const [image, factor, result] = transforms as [Matrix, Matrix, Matrix];
  const [imageAt, factorAt, resultAt] = placesOf(transforms, address + 4 * WORDS) as [number, number, number];
  const words = [
    ...[seen.address, rows.seen.size, columns.seen.size, seen.channels],
    ...[rows.tiles, columns.tiles, batch * rows.tiles * columns.tiles],
    ...[rows.seen.tile, columns.seen.tile, rows.seen.first, columns.seen.first],
    ...[rows.taps.groups, columns.taps.groups, rows.seen.group, columns.seen.group],
    ...[filter.address + rows.taps.first * tapRow + columns.taps.first * tap, 4 * filter.outChannels],
    filter.transposed ? 1 : 0,
    ...[rows.taps.group * tapRow, columns.taps.group * tap],
    ...[cut.address, rows.cut.size * cutRow, cutRow, 4 * cut.channels],
    ...[rows.seen.within, columns.seen.within, rows.taps.within * tapRow, columns.taps.within * tap],
    ...[rows.phases, columns.phases, cut.channels, rows.taps.phase * tapRow, columns.taps.phase * tap],
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
