import type { ConvolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { type Matrix, type Tiling, transposed } from '@pix2pix-ts/common/winograd';
import type { Places } from './places.ts';

/** What `assembly/winograd/tiling.ts` reads, but for the addresses: words in its order, and behind them the transforms. */
export type Description = { words: Int32Array; transforms: Float32Array };

/** Where the words that are addresses, or depend on the memory at hand, stand. */
const SEEN = 0;
const FILTER = 15;
const CUT = 20;
const PRODUCTS = 43;
const PRODUCT_ROWS = 44;
const TRANSFORMS = [47, 49, 51] as const;

/** Describes a tiling; the filter's word is the distance of the first tap that is used. */
export function describeTiling(
  { kind, form, batch, rows, columns, seenChannels, cutChannels }: Tiling,
  { filterWidth, outChannels }: ConvolutionInfo,
): Description {
  const tap = 4 * seenChannels * cutChannels;
  const tapRow = filterWidth * tap;
  const cutRow = 4 * columns.cut.size * cutChannels;
  const matrices: [Matrix, Matrix, Matrix] =
    kind === 'filterGradient'
      ? [form.image, transposed(form.result), transposed(form.filter)]
      : [form.image, form.filter, form.result];
  const [image, factor, result] = matrices;
  const [factorAt, resultAt] = [4 * image.flat().length, 4 * (image.flat().length + factor.flat().length)];
  const words = [
    [0, rows.seen.size, columns.seen.size, seenChannels],
    [rows.tiles, columns.tiles, batch * rows.tiles * columns.tiles],
    [rows.seen.tile, columns.seen.tile, rows.seen.first, columns.seen.first],
    [rows.taps.groups, columns.taps.groups, rows.seen.group, columns.seen.group],
    [rows.taps.first * tapRow + columns.taps.first * tap, 4 * outChannels, kind === 'inputGradient' ? 1 : 0],
    [rows.taps.group * tapRow, columns.taps.group * tap],
    [0, rows.cut.size * cutRow, cutRow, 4 * cutChannels],
    [rows.seen.within, columns.seen.within, rows.taps.within * tapRow, columns.taps.within * tap],
    [rows.phases, columns.phases, cutChannels, rows.taps.phase * tapRow, columns.taps.phase * tap],
    [rows.cut.size, columns.cut.size, rows.cut.first, columns.cut.first, rows.cut.tile, columns.cut.tile],
    [rows.cut.phase, columns.cut.phase, rows.cut.within, columns.cut.within],
    [0, 0, form.image.length],
    [lengthOf(image), 0, lengthOf(factor), factorAt, result.length, resultAt],
  ];
  return { words: Int32Array.from(words.flat()), transforms: Float32Array.from(matrices.flat(2)) };
}

const lengthOf = (matrix: Matrix): number => (matrix[0] as readonly number[]).length;

/** Memory for the products of both axes' pairs, each a matrix of the rows [first, first + rows) and all columns. */
export type Products = { address: number; first: number; rows: number; columns: number };

/** Writes a description with its addresses to memory, where every thread reads it. */
export function writeDescription(
  memory: ArrayBufferLike,
  address: number,
  { words, transforms }: Description,
  [seen, filter, cut]: readonly [number, number, number],
  products: Products,
): void {
  const written = new Int32Array(memory, address, words.length);
  written.set(words);
  // Addresses above 2 GB, and sums that wrap around, become their 32 bits.
  const add = (word: number, to: number) => {
    written[word] = ((words[word] as number) + to) | 0;
  };
  add(SEEN, seen);
  add(FILTER, filter);
  add(CUT, cut);
  add(PRODUCTS, products.address - 4 * products.first * products.columns);
  add(PRODUCT_ROWS, products.rows);
  const behind = address + 4 * words.length;
  for (const word of TRANSFORMS) add(word, behind);
  new Float32Array(memory, behind, transforms.length).set(transforms);
}

/** The addresses of the image that is seen, of the filter, and of the image that is cut. */
export const addressesOf = ({ kind }: Tiling, { x, filter, y }: Places): [number, number, number] =>
  kind === 'inputGradient' ? [y, filter, x] : [x, filter, y];
