import type { TrainableBackendWasm } from '../backend.ts';
import { type Factor, PRODUCT_WORDS, productWords, type Result, type Window } from './product.ts';

/** Rows, columns: how a thread's part of a product is rounded up. Columns fill complete cache lines. */
const ROW_MULTIPLE = 4;
const COLUMN_MULTIPLE = 16;
/** The most positions for which the factor is read where it lies. */
const FEW_ROWS = 4;
/** From this many terms on, a column's dot products pay off. */
const LONG_RUN = 64;
/** Columns of the usual tile; the most for which the image is read where it lies, the least channels in a run, the most terms. */
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
  const rows = window.grid[0] * window.grid[1] * window.grid[2];
  const depth = window.taps[0] * window.taps[1] * window.channels;
  if (rows * factor.columns === 0) return;
  const words = describe(backend, productWords(window, factor, result));
  const { threads } = backend;
  const partsOf = (count: number, multiple: number) => divided(backend, count, multiple, rows * factor.columns * depth);
  if (rows <= FEW_ROWS) {
    const parts = partsOf(factor.columns, COLUMN_MULTIPLE);
    threads.run(
      'fewRowsProduct',
      parts.map(({ begin, end, scratch }) => [words, begin, end, scratch]),
    );
  } else if (isOneLongColumn(window, factor)) {
    const parts = partsOf(rows, ROW_MULTIPLE);
    threads.run(
      'oneColumnProduct',
      parts.map(({ begin, end, scratch }) => [words, begin, end, scratch]),
    );
  } else if (hasFewColumns(window, factor, depth)) {
    const parts = partsOf(rows, 3);
    threads.run(
      'fewColumnsProduct',
      parts.map(({ begin, end, scratch }) => [words, begin, end, factor.columns, scratch]),
    );
  } else divide(backend, 'gatherProduct', words, rows, factor.columns, depth);
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
  divide(backend, 'reduceProduct', words, rows, factor.columns, depth);
}

/** Whether to pack the image would take as long as its few products, and the entire factor fits the scratch memory. */
const hasFewColumns = ({ channels }: Window, { columns }: Factor, depth: number): boolean =>
  columns > TILE_COLUMNS && columns <= FEW_COLUMNS && channels >= SHORT_RUN && depth <= MOST_TERMS;

/** Writes the words to memory, where every thread reads them. */
function describe({ bytes, scratch }: TrainableBackendWasm, words: readonly number[]): number {
  // Negative steps and addresses above 2 GB alike become their 32 bits.
  new Int32Array(bytes, scratch.words, PRODUCT_WORDS).set(words.map((word) => word | 0));
  return scratch.words;
}

/** Divides the longer side of the result among the threads: each has all of the other side to pack. */
function divide(
  backend: TrainableBackendWasm,
  name: 'gatherProduct' | 'reduceProduct',
  words: number,
  rows: number,
  columns: number,
  depth: number,
) {
  const multiplications = rows * columns * depth;
  if (rows >= columns) {
    const parts = divided(backend, rows, ROW_MULTIPLE, multiplications);
    backend.threads.run(
      name,
      parts.map(({ begin, end, scratch }) => [words, begin, end, 0, columns, scratch]),
    );
  } else {
    const parts = divided(backend, columns, COLUMN_MULTIPLE, multiplications);
    backend.threads.run(
      name,
      parts.map(({ begin, end, scratch }) => [words, 0, rows, begin, end, scratch]),
    );
  }
}

/** What a thread takes of one side, and its scratch memory. */
type Part = { begin: number; end: number; scratch: number };

/** Parts of `count`, which begin at multiples, for as many threads as are worth it for so many multiplications. */
function divided(
  { threads, scratch }: TrainableBackendWasm,
  count: number,
  multiple: number,
  multiplications: number,
): Part[] {
  const most = Math.max(1, Math.min(threads.count, Math.floor(multiplications / LEAST)));
  const size = Math.ceil(count / most / multiple) * multiple;
  const parts: Part[] = [];
  for (let begin = 0; begin < count; begin += size)
    parts.push({ begin, end: Math.min(begin + size, count), scratch: scratch.threads[parts.length] as number });
  return parts;
}
