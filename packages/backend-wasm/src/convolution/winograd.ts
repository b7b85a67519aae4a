import type { TrainableBackendWasm } from '../backend.ts';
import { withScratch } from '../memory/with-scratch.ts';
import { divideLonger } from '../product/run-product.ts';
import type { ConvolutionInfo, ConvolutionKind, Places } from './convolution-info.ts';
import { type Method, productSize, type Tiling, tilingsOf } from './tiling.ts';
import { writeTiling } from './write-tiling.ts';

/** The most bytes that products take while a kernel runs; more are computed band by band. */
const MOST_BYTES = 16 * 2 ** 20;
/** Rows of a band: a multiple of those of a block, so that a band ends with complete tiles of the product. */
const BAND_MULTIPLE = 96;

/** Writes y, dx or dw in a form that fits both axes of the convolution. */
export function winogradConvolution(
  backend: TrainableBackendWasm,
  kind: ConvolutionKind,
  info: ConvolutionInfo,
  at: Places,
  method: Method,
): void {
  for (const tiling of tilingsOf(kind, info, method)) runTiling(backend, tiling, info, at);
}

/** The products of all pairs, and the way back, for as many rows at a time as fit the memory. */
function runTiling(backend: TrainableBackendWasm, tiling: Tiling, info: ConvolutionInfo, at: Places): void {
  const { rows, columns, depth } = productSize(tiling);
  if (rows === 0) return;
  const rowBytes = 4 * tiling.form.image.length ** 2 * columns;
  const most = Math.max(1, Math.floor(MOST_BYTES / rowBytes / BAND_MULTIPLE)) * BAND_MULTIPLE;
  const band = Math.min(rows, Math.ceil(rows / Math.ceil(rows / most) / BAND_MULTIPLE) * BAND_MULTIPLE);
  const name = tiling.kind === 'filterGradient' ? 'winogradReduce' : 'winogradGather';
  withScratch(backend, band * rowBytes, (address) => {
    const { words } = backend.scratch;
    for (let first = 0; first < rows; first += band) {
      const count = Math.min(band, rows - first);
      writeTiling(backend.bytes, words, tiling, info, at, { address, first, rows: count, columns });
      divideLonger(backend, name, words, { first, count }, columns, depth);
    }
  });
}
