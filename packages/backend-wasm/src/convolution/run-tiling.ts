import type { TrainableBackendWasm } from '../backend.ts';
import { withScratch } from '../memory/with-scratch.ts';
import { divideLonger } from '../product/run-product.ts';
import { type Target, type Tiling, writeTiling } from './tiling.ts';

/** The most bytes that products take while a kernel runs; more are computed band by band. */
const MOST_BYTES = Number(process.env.WBAND ?? 32) * 2 ** 20;
/** Rows of a band: a multiple of those of a block, so that a band ends with complete tiles of the product. */
const BAND_MULTIPLE = 96;

/** The cut image from the seen one and the filter. */
export function gatherTiles(backend: TrainableBackendWasm, tiling: Tiling): void {
  const { batch, rows, columns, seen, cut } = tiling;
  runBands(backend, tiling, 'cut', {
    rows: batch * rows.tiles * columns.tiles,
    columns: rows.phases * columns.phases * cut.channels,
    depth: rows.taps.groups * columns.taps.groups * seen.channels,
  });
}

/** The filter from the seen image and the cut one: its gradient from x and dy. */
export function reduceTiles(backend: TrainableBackendWasm, tiling: Tiling): void {
  const { batch, rows, columns, seen, cut } = tiling;
  runBands(backend, tiling, 'filter', {
    rows: rows.taps.groups * columns.taps.groups * seen.channels,
    columns: cut.channels,
    depth: batch * rows.tiles * columns.tiles,
  });
}

type ProductSize = { rows: number; columns: number; depth: number };

/** The products of all pairs, and the way back, for as many rows at a time as fit the memory. */
function runBands(backend: TrainableBackendWasm, tiling: Tiling, target: Target, size: ProductSize): void {
  const { rows, columns, depth } = size;
  if (rows === 0) return;
  const rowBytes = 4 * tiling.form.image.length ** 2 * columns;
  const most = Math.max(1, Math.floor(MOST_BYTES / rowBytes / BAND_MULTIPLE)) * BAND_MULTIPLE;
  const band = Math.min(rows, Math.ceil(rows / Math.ceil(rows / most) / BAND_MULTIPLE) * BAND_MULTIPLE);
  withScratch(backend, band * rowBytes, (address) => {
    const { words } = backend.scratch;
    for (let first = 0; first < rows; first += band) {
      const count = Math.min(band, rows - first);
      writeTiling(backend.bytes, words, tiling, target, { address, first, rows: count, columns });
      const name = target === 'cut' ? 'winogradGather' : 'winogradReduce';
      divideLonger(backend, name, words, { first, count }, columns, depth);
    }
  });
}
