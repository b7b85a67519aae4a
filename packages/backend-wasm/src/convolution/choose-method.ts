import type { ConvolutionInfo } from '@pix2pix-ts/common/convolution-info';
import {
  axesOf,
  type ConvolutionKind,
  FORMS,
  fits,
  type Matrix,
  type Method,
  type ProductSize,
  productSize,
  tilingsOf,
  transposed,
} from '@pix2pix-ts/common/winograd';
import { env } from '@tensorflow/tfjs-core';

/** `env().set('WASM_WINOGRAD', false)` leaves every convolution to the direct product. */
export const WINOGRAD_FLAG = 'WASM_WINOGRAD';
env().registerFlag(WINOGRAD_FLAG, () => true);

/** Whether the flag allows any form. */
export const winogradIsOn = (): boolean => env().getBool(WINOGRAD_FLAG);

/** The kernels move 8 channels at a time. */
const CHANNEL_MULTIPLE = 8;

/**
 * What the parts of a product take, in multiplications: to pack a value of the image and one of the other operand, the more
 * the more terms its transform has; and to write a result, in a form also to read it again on the way back. Fitted to 60
 * layers measured on two threads: nine of ten estimates are within 15 %. The README has the layers of the networks.
 */
const COSTS = {
  direct: { image: 2.5, factor: 2.5, result: 3 },
  image: 3,
  imageTerm: 6,
  factor: 5,
  factorTerm: 2.5,
  result: 8,
  /** dw is mostly larger than the caches. */
  filterResult: 10,
};
/** A form is taken where it is estimated to save at least this much, more than the estimate errs where weights are large. */
const WORTH = 0.86;

/** The way that is fastest for a convolution of this shape, or `undefined` where the direct product is. */
export function chooseMethod(kind: ConvolutionKind, info: ConvolutionInfo): Method | undefined {
  const { inChannels, outChannels } = info;
  if (info.dilationHeight !== 1 || info.dilationWidth !== 1) return undefined;
  if (inChannels % CHANNEL_MULTIPLE !== 0 || outChannels % CHANNEL_MULTIPLE !== 0) return undefined;
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

/** The estimated time of a method, in multiplications. */
function winogradCost(kind: ConvolutionKind, info: ConvolutionInfo, method: Method): number {
  const { image, filter, result } = method.form;
  const isFilter = kind === 'filterGradient';
  const cost = productCost({
    image: COSTS.image + COSTS.imageTerm * terms(image),
    factor: COSTS.factor + COSTS.factorTerm * terms(isFilter ? transposed(result) : filter),
    result: isFilter ? COSTS.filterResult : COSTS.result,
  });
  return tilingsOf(kind, info, method).reduce((sum, tiling) => sum + image.length ** 2 * cost(productSize(tiling)), 0);
}

/** The same of the direct product. */
function directCost(kind: ConvolutionKind, info: ConvolutionInfo): number {
  const { batchSize, inChannels, outChannels, outHeight, outWidth, inHeight, inWidth } = info;
  const cost = productCost(COSTS.direct);
  const taps = info.filterHeight * info.filterWidth;
  const positions = batchSize * outHeight * outWidth;
  if (kind === 'forward') return cost({ rows: positions, columns: outChannels, depth: taps * inChannels });
  if (kind === 'filterGradient') return cost({ rows: taps * inChannels, columns: outChannels, depth: positions });
  const phases = info.strideHeight * info.strideWidth;
  const rows = (batchSize * inHeight * inWidth) / phases;
  return phases * cost({ rows, columns: inChannels, depth: (taps * outChannels) / phases });
}

const productCost =
  ({ image, factor, result }: { image: number; factor: number; result: number }) =>
  ({ rows, columns, depth }: ProductSize): number =>
    rows * columns * depth + image * rows * depth + factor * columns * depth + result * rows * columns;

/** How many terms a transformed value has on the average, along both axes. */
const terms = (transform: Matrix): number =>
  (transform.flat().filter((weight) => weight !== 0).length / transform.length) ** 2;
