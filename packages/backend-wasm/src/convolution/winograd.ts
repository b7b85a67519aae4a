import type { ConvolutionInfo } from '@pix2pix-ts/common/convolution-info';
import {
  type ConvolutionKind,
  type Method,
  type ProductSize,
  productSize,
  type Tiling,
  tilingsOf,
} from '@pix2pix-ts/common/winograd';
import type { TrainableBackendWasm } from '../backend.ts';
import { withScratch } from '../memory/with-scratch.ts';
import { divideLonger } from '../product/run-product.ts';
import { addressesOf, type Description, describeTiling, writeDescription } from './describe-tiling.ts';
import type { Places } from './places.ts';

/** The most bytes that products take while a kernel runs; more are computed band by band. */
const MOST_BYTES = 16 * 2 ** 20;
/** Rows of a band: a multiple of those of a block, so that a band ends with complete tiles of the product. */
const BAND_MULTIPLE = 96;

/** A convolution in a form, ready to run on tensors of its sizes: one part, or one for each phase of dx. */
export type Plan = readonly { tiling: Tiling; size: ProductSize; description: Description; band: number }[];

/** Plans y, dx or dw in a form that fits both axes of the convolution. */
export function planWinograd(kind: ConvolutionKind, info: ConvolutionInfo, method: Method): Plan {
  return tilingsOf(kind, info, method).map((tiling) => {
    const size = productSize(tiling);
    return { tiling, size, description: describeTiling(tiling, info), band: bandOf(tiling, size) };
  });
}

/** How many rows' products fit the memory. */
function bandOf({ form }: Tiling, { rows, columns }: ProductSize): number {
  const most = Math.max(1, Math.floor(MOST_BYTES / rowBytes(form.image.length, columns) / BAND_MULTIPLE));
  const bands = Math.ceil(rows / (most * BAND_MULTIPLE));
  return Math.min(rows, Math.ceil(rows / bands / BAND_MULTIPLE) * BAND_MULTIPLE);
}

const rowBytes = (axisProducts: number, columns: number): number => 4 * axisProducts ** 2 * columns;

/** Writes y, dx or dw: the products of all pairs, and the way back, for as many rows at a time as fit the memory. */
export function runWinograd(backend: TrainableBackendWasm, plan: Plan, at: Places): void {
  const { words } = backend.scratch;
  for (const { tiling, size, description, band } of plan) {
    const { rows, columns, depth } = size;
    if (rows === 0) continue;
    const name = tiling.kind === 'filterGradient' ? 'winogradReduce' : 'winogradGather';
    withScratch(backend, band * rowBytes(tiling.form.image.length, columns), (address) => {
      for (let first = 0; first < rows; first += band) {
        const count = Math.min(band, rows - first);
        const products = { address, first, rows: count, columns };
        writeDescription(backend.bytes, words, description, addressesOf(tiling, at), products);
        divideLonger(backend, name, words, { first, count }, columns, depth);
      }
    });
  }
}
