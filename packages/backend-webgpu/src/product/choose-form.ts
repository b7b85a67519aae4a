import type { ConvolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { axesOf, type ConvolutionKind, FORMS, fits } from '@pix2pix-ts/common/winograd';
import { MOST_PHASES } from '../wgsl/product-winograd.ts';
import { convolutionProduct } from './convolution-product.ts';
import { planProduct } from './plan-product.ts';
import { type WinogradProduct, winogradProduct } from './winograd-product.ts';

/**
 * When a form is worth it, on a card that gains by forms at all. Both ways multiply in whole blocks, so that narrow layers and
 * small images gain less than the forms' names say.
 */
export const TABLE = {
  /** Products of an axis: a workgroup has 16 threads for each pair, and at most 256. */
  mostProducts: 4,
  /** Values are read by fours. */
  channelMultiple: 4,
  /** Of the direct product's multiplications: the transforms take about a fifth of the time that is left. */
  mostMultiplications: 0.7,
  /** Fewer leave most of a card idle, whose time is then not that of multiplications. */
  leastGroups: 64,
  /** Of a sum: in shorter ones the way back to the results takes as long as the products. */
  leastTerms: 32,
} as const;

/** The convolution in the form that multiplies least, or `undefined` where the direct product is to be taken. */
export function chooseForm(kind: ConvolutionKind, info: ConvolutionInfo): WinogradProduct | undefined {
  if (!isCovered(info)) return undefined;
  const most = TABLE.mostMultiplications * directMultiplications(kind, info);
  return FORMS.filter((form) => form.image.length <= TABLE.mostProducts)
    .filter((form) => axesOf(info).every((axis) => fits(axis, form)))
    .map((form) => winogradProduct(kind, info, form))
    .filter(({ plan, k }) => plan.groups >= TABLE.leastGroups && k >= TABLE.leastTerms)
    .filter(({ multiplications }) => multiplications <= most)
    .sort((one, other) => one.multiplications - other.multiplications)[0];
}

function isCovered(info: ConvolutionInfo): boolean {
  const { inChannels, outChannels, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const divides = (channels: number) => channels % TABLE.channelMultiple === 0;
  const isUndilated = dilationHeight === 1 && dilationWidth === 1;
  return (
    divides(inChannels) && divides(outChannels) && isUndilated && Math.max(strideHeight, strideWidth) <= MOST_PHASES
  );
}

/** None where it is a thin product, which waits for memory and not for multiplications. */
function directMultiplications(kind: ConvolutionKind, info: ConvolutionInfo): number {
  const product = convolutionProduct(kind, info);
  const { form, rowTiles, columnTiles } = planProduct(product);
  if (!('tile' in form)) return 0;
  const { rows, columns } = form.tile;
  return rowTiles * rows * columnTiles * columns * product.k * product.count;
}
