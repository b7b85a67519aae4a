import { env } from '@tensorflow/tfjs-core';
import { axesOf, fits } from './axis.ts';
import type { ConvolutionInfo, ConvolutionKind } from './convolution-info.ts';
import { FORMS, type Matrix, transposed } from './forms.ts';
import { type Method, type ProductSize, productSize, tilingsOf } from './tiling.ts';

/** `env().set('WASM_WINOGRAD', false)` leaves every convolution to the direct product. */
export const WINOGRAD_FLAG = 'WASM_WINOGRAD';
env().registerFlag(WINOGRAD_FLAG, () => true);

/** The kernels move 8 channels at a time. */
const CHANNEL_MULTIPLE = 8;

/**
 * What the parts of a product take, in multiplications: to pack a value of the image or of the other operand, which is the
 * more the more terms its transform has, and to write a result or bring it back. Fitted to measured layers, see the README.
 */
const COSTS = { image: 10, imageTerm: 4.5, factor: 2, factorTerm: 3, direct: 2, result: 8 };
/** A form must be estimated to take this much less than the direct product: for a few percent its rounding does not pay. */
const WORTH = 0.95;

/** The way that is fastest for a convolution of this shape, or `undefined` where the direct product is. */
export function chooseMethod(kind: ConvolutionKind, info: ConvolutionInfo): Method | undefined {
  const { inChannels, outChannels } = info;
  if (info.dilationHeight !== 1 || info.dilationWidth !== 1) return undefined;
  if (inChannels % CHANNEL_MULTIPLE !== 0 || outChannels % CHANNEL_MULTIPLE !== 0) return undefined;
  if (!env().getBool(WINOGRAD_FLAG)) return undefined;
  let best: Method | undefined;
  let least = WORTH * directCost(kind, info);
  for (const form of FORMS) {
    if (!axesOf(info).every((axis) => fits(axis, form))) continue;
    for (const shared of kind === 'inputGradient' ? [false, true] : [false]) {
      const method = { form, shared };
      const cost = winogradCost(kind, info, method);
      if (cost >= least) continue;
      [best, least] = [method, cost];
    }
  }
  return best;
}

/** Estimated time in multiplications, for both the products and what is around them. */
export function winogradCost(kind: ConvolutionKind, info: ConvolutionInfo, method: Method): number {
  const { image, filter, result } = method.form;
  const [imageTerms, factorTerms] = [terms(image), terms(kind === 'filterGradient' ? transposed(result) : filter)];
  const sizes = tilingsOf(kind, info, method).map(productSize);
  return sizes.reduce((sum, size) => sum + image.length ** 2 * productCost(size, imageTerms, factorTerms), 0);
}

/** The same of the direct product. */
export function directCost(kind: ConvolutionKind, info: ConvolutionInfo): number {
  const { batchSize, inChannels, outChannels, outHeight, outWidth, inHeight, inWidth } = info;
  const taps = info.filterHeight * info.filterWidth;
  const phases = info.strideHeight * info.strideWidth;
  const positions = batchSize * outHeight * outWidth;
  if (kind === 'forward') return productCost({ rows: positions, columns: outChannels, depth: taps * inChannels }, 0, 0);
  if (kind === 'filterGradient')
    return productCost({ rows: taps * inChannels, columns: outChannels, depth: positions }, 0, 0);
  const rows = (batchSize * inHeight * inWidth) / phases;
  return phases * productCost({ rows, columns: inChannels, depth: (taps * outChannels) / phases }, 0, 0);
}

function productCost({ rows, columns, depth }: ProductSize, imageTerms: number, factorTerms: number): number {
  const image = imageTerms > 0 ? COSTS.image + COSTS.imageTerm * imageTerms : COSTS.direct;
  const factor = imageTerms > 0 ? COSTS.factor + COSTS.factorTerm * factorTerms : COSTS.direct;
  return rows * columns * depth + image * rows * depth + factor * columns * depth + COSTS.result * rows * columns;
}

/** How many terms a transformed value has on the average, along both axes. */
const terms = (transform: Matrix): number =>
  (transform.flat().filter((weight) => weight !== 0).length / transform.length) ** 2;
