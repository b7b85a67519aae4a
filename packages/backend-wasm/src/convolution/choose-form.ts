import { env } from '@tensorflow/tfjs-core';
import { axesOf, fits } from './axis.ts';
import type { ConvolutionInfo } from './convolution-info.ts';
import { type Form, NESTED, TILES_OF_THREE, TILES_OF_TWO } from './forms.ts';

/** What is computed: y, dx or dw. */
export type ConvolutionKind = 'forward' | 'inputGradient' | 'filterGradient';

/** `env().set('WASM_WINOGRAD', false)` leaves every convolution to the direct product. */
export const WINOGRAD_FLAG = 'WASM_WINOGRAD';
env().registerFlag(WINOGRAD_FLAG, () => true);

/**
 * From where on a form takes less time than the direct product; all of them are of the shape alone. See the README for
 * the figures.
 */
export const THRESHOLDS = {
  /** Channels on either side: the transforms take the longer, the fewer there are; kernels move 8 at a time. */
  channels: { least: 24, multipleOf: 8 },
  /** Tiles of two by two pixels of y. With fewer, the transformed filter is used too seldom. */
  tiles: { forward: 32, inputGradient: 32, filterGradient: 64 },
  /** Rows and columns of y for tiles of three by three: with fewer, too many stand out over the edges. */
  sideOfThree: 32,
  /** Rows and columns of y for the nested form's tiles of four by four. */
  sideOfNested: 8,
  /** Of the gradient in the input: how many tiles more at most, for phases that share what they see. */
  sharedTiles: 1.1,
};

/** The form that is fastest for a convolution of this shape, or `undefined` where the direct product is. */
export function chooseForm(kind: ConvolutionKind, info: ConvolutionInfo): Form | undefined {
  const { inChannels, outChannels, outHeight, outWidth } = info;
  const { channels, tiles, sideOfThree, sideOfNested } = THRESHOLDS;
  if (info.dilationHeight !== 1 || info.dilationWidth !== 1) return undefined;
  if (inChannels % channels.multipleOf !== 0 || outChannels % channels.multipleOf !== 0) return undefined;
  if (Math.min(inChannels, outChannels) < channels.least || tilesOf(info) < tiles[kind]) return undefined;
  if (!env().getBool(WINOGRAD_FLAG)) return undefined;
  const axes = axesOf(info);
  const fit = (form: Form) => axes.every((axis) => fits(axis, form));
  const side = Math.min(outHeight, outWidth);
  if (side >= sideOfNested && fit(NESTED)) return NESTED;
  if (!fit(TILES_OF_TWO)) return undefined;
  return side >= sideOfThree ? TILES_OF_THREE : TILES_OF_TWO;
}

const tilesOf = ({ batchSize, outHeight, outWidth }: ConvolutionInfo): number =>
  batchSize * Math.ceil(outHeight / 2) * Math.ceil(outWidth / 2);

/** Whether the gradient in the input cuts all phases of dx alike: up to one tile more a side, but all of them see dy once. */
export function sharesPhases(form: Form, info: ConvolutionInfo): boolean {
  if (form === TILES_OF_THREE) return true;
  const [rows, columns] = [Math.ceil(info.outHeight / 2), Math.ceil(info.outWidth / 2)];
  return (rows + 1) * (columns + 1) <= THRESHOLDS.sharedTiles * rows * columns;
}
