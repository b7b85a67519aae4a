import type { TrainableBackendWasm } from '../backend.ts';
import type { KernelArguments, KernelFunction } from '../threads/kernel-arguments.ts';
import { type Factor, PRODUCT_WORDS, productWords, type Result, type Window } from './product.ts';

/** Rows, columns: how a thread's part of a product is rounded up. Columns fill complete cache lines. */
const ROW_MULTIPLE = 4;
const COLUMN_MULTIPLE = 16;
/** The most positions for which the factor is read in place. */
const FEW_ROWS = 4;
/** From this many terms on, a column's dot products pay off. */
const LONG_RUN = 64;
/**
 * Columns of the usual tile; the most for which the image is read in place, the least channels in a run, the most
 * terms.
 */
const TILE_COLUMNS = 8;
const FEW_COLUMNS = 12;
const SHORT_RUN = 16;
const MOST_TERMS = 8192;
/** A product of fewer multiplications is not worth waking a thread for. */
const LEAST = 65_536;

/**
 * result[position, column] = sum over taps and channels of window(position, tap)[channel] * factor(tap)[channel, column].
 * Written to the positions' places in the result; there must be at least one term.
 */
export function gatherProduct(backend: TrainableBackendWasm, window: Window, factor: Factor, result: Result): void {
  const { columns } = factor;
  const rows = window.grid[0] * window.grid[1] * window.grid[2];
  const depth = window.taps[0] * window.taps[1] * window.channels;
  if (rows * columns === 0) return;
  const words = describe(backend, productWords(window, factor, result));
  const multiplications = rows * columns * depth;
  const byRows = (multiple: number): Division => ({ count: rows, multiple, multiplications });
  const byColumns: Division = { count: columns, multiple: COLUMN_MULTIPLE, multiplications };
  if (rows <= FEW_ROWS)
    runParts(backend, 'fewRowsProduct', byColumns, (begin, end, scratch) => [words, begin, end, scratch]);
  else if (isOneLongColumn(window, factor))
    runParts(backend, 'oneColumnProduct', byRows(ROW_MULTIPLE), (begin, end, scratch) => [words, begin, end, scratch]);
  else if (hasFewColumns(window, factor, depth))
    runParts(backend, 'fewColumnsProduct', byRows(3), (begin, end, scratch) => [words, begin, end, columns, scratch]);
  else divideLonger(backend, 'gatherProduct', words, { first: 0, count: rows }, columns, depth);
}

/** Whether the factor is one run of terms for each tap, long enough for dot products. */
const isOneLongColumn = ({ channels }: Window, { columns, row, transposed }: Factor): boolean =>
  columns === 1 && (transposed || row === 1) && channels >= LONG_RUN;

/**
 * result[tap, channel, column] = sum over positions of window(position, tap)[channel] * factor[position, column].
 * `result.row` is the floats from channel to channel; there must be at least one position.
 */
export function reduceProduct(backend: TrainableBackendWasm, window: Window, factor: Factor, result: Result): void {
  const rows = window.taps[0] * window.taps[1] * window.channels;
  const depth = window.grid[0] * window.grid[1] * window.grid[2];
  if (rows * factor.columns === 0) return;
  const words = describe(backend, productWords(window, factor, result));
  divideLonger(backend, 'reduceProduct', words, { first: 0, count: rows }, factor.columns, depth);
}

/** Whether to pack the image would take as long as its few products, and the entire factor fits the scratch memory. */
const hasFewColumns = ({ channels }: Window, { columns }: Factor, depth: number): boolean =>
  columns > TILE_COLUMNS && columns <= FEW_COLUMNS && channels >= SHORT_RUN && depth <= MOST_TERMS;

/** Writes the words to memory, where every thread reads them. */
function describe({ bytes, scratch }: TrainableBackendWasm, words: readonly number[]): number {
  // Both negative steps and addresses above 2 GB become their 32 bits.
  new Int32Array(bytes, scratch.words, PRODUCT_WORDS).set(words.map((word) => word | 0));
  return scratch.words;
}

/** Divides the longer side of the result, or of some rows of it, among the threads: each has all of the other side to pack. */
export function divideLonger(
  backend: TrainableBackendWasm,
  name: 'gatherProduct' | 'reduceProduct' | 'winogradGather' | 'winogradReduce',
  words: number,
  { first, count }: { first: number; count: number },
  columns: number,
  depth: number,
): void {
  const multiplications = count * columns * depth;
  if (count >= columns) {
    const byRows: Division = { count, multiple: ROW_MULTIPLE, multiplications };
    runParts(backend, name, byRows, (begin, end, scratch) => [words, first + begin, first + end, 0, columns, scratch]);
  } else {
    const byColumns: Division = { count: columns, multiple: COLUMN_MULTIPLE, multiplications };
    runParts(backend, name, byColumns, (begin, end, scratch) => [words, first, first + count, begin, end, scratch]);
  }
}

/** How one side of a result is divided: parts of `count` that begin at multiples, as many as the multiplications are worth. */
type Division = { count: number; multiple: number; multiplications: number };

/** Calls the exported function for each part [begin, end), each on a thread of its own with its own scratch memory. */
function runParts<Name extends KernelFunction>(
  { threads, scratch }: TrainableBackendWasm,
  name: Name,
  { count, multiple, multiplications }: Division,
  argumentsFor: (begin: number, end: number, scratch: number) => KernelArguments<Name>,
): void {
  const most = Math.max(1, Math.min(threads.count, Math.floor(multiplications / LEAST)));
  const part = Math.ceil(count / most / multiple) * multiple;
  const calls: KernelArguments<Name>[] = [];
  for (let begin = 0; begin < count; begin += part)
    calls.push(argumentsFor(begin, Math.min(begin + part, count), scratch.threads[calls.length] as number));
  threads.run(name, calls);
}
