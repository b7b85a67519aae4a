import { CHANNELS, crop, extendEdges, type Pixels, resize, rowsOf } from '@pix2pix-ts/data';
import { type ModelSides, tilingFor } from './tiling.ts';
import { type TileProgress, translateRows } from './translate-rows.ts';

/** A model that is given pictures of the sizes that it takes. */
export type FittingModel = ModelSides & {
  /** What the model makes of a picture, of the same size. */
  translate(picture: Pixels): Promise<Pixels>;
};

/** What a way of fitting may be told. */
export type FitOptions = {
  /**
   * The side of a tile in pixels, one that the model takes: a multiple of the side of the smallest image that it was trained
   * on for a U-Net, of 4 from 16 on for a ResNet. @default twice the model's size, at most 1024 or that size; the size itself
   * where the architecture runs at no other
   */
  tile?: number | undefined;
  /** Told before the first tile and after each one. */
  onProgress?: ((progress: TileProgress) => void) | undefined;
  /** Stops before the next tile, with its reason. */
  signal?: AbortSignal | undefined;
};

type Fitting = (picture: Pixels, model: FittingModel, options: FitOptions) => Promise<Pixels>;

/**
 * How pictures of any size and form get to a model of one, and back:
 *
 * - `stretch`: resized to the model's size, and the result back;
 * - `pad`: made to fit in its own form, the rest filled with the outermost pixels, which are cut off again;
 * - `crop`: the largest part of the model's form in the middle; the result is that part;
 * - `tile`: not resized but divided into tiles that overlap and fade into each other.
 */
export const fits = { stretch, pad, crop: cropMiddle, tile } satisfies Record<string, Fitting>;

/** The name of a way in which pictures are fitted to a model. */
export type Fit = keyof typeof fits;

/** The names of all ways. */
export const FITS = Object.keys(fits) as Fit[];

/** The way of this name. @throws RangeError where there is none, or options that belong to another */
export function fittingOf(fit: string, { tile }: FitOptions): Fitting {
  if (!Object.hasOwn(fits, fit))
    throw new RangeError(`Expected fit to be one of ${FITS.join(', ')}, got '${fit}'. Use one of these.`);
  if (tile !== undefined && fit !== 'tile')
    throw new RangeError(`Expected the size of a tile with fit 'tile', got it with '${fit}'. Leave one of them out.`);
  return fits[fit as Fit];
}

async function stretch(picture: Pixels, model: FittingModel): Promise<Pixels> {
  const translated = await model.translate(resize(picture, model.width, model.height));
  return resize(translated, picture.width, picture.height);
}

async function pad(picture: Pixels, model: FittingModel): Promise<Pixels> {
  const factor = Math.min(model.width / picture.width, model.height / picture.height);
  const width = Math.max(1, Math.round(factor * picture.width));
  const height = Math.max(1, Math.round(factor * picture.height));
  const [left, top] = [(model.width - width) >> 1, (model.height - height) >> 1];
  const padded = extendEdges(resize(picture, width, height), left, top, model.width, model.height);
  const translated = await model.translate(padded);
  return resize(crop(translated, left, top, width, height), picture.width, picture.height);
}

async function cropMiddle(picture: Pixels, model: FittingModel): Promise<Pixels> {
  const factor = Math.min(picture.width / model.width, picture.height / model.height);
  const width = Math.max(1, Math.round(factor * model.width));
  const height = Math.max(1, Math.round(factor * model.height));
  const [left, top] = [(picture.width - width) >> 1, (picture.height - height) >> 1];
  return stretch(crop(picture, left, top, width, height), model);
}

async function tile(picture: Pixels, model: FittingModel, options: FitOptions): Promise<Pixels> {
  const { width, height } = picture;
  const data = new Uint8Array(width * height * CHANNELS);
  let at = 0;
  const tiling = tilingFor(model, picture, options.tile);
  for await (const rows of translateRows(rowsOf(picture), { ...options, tiling, translateTile: model.translate })) {
    data.set(rows.data, at);
    at += rows.data.length;
  }
  return { data, width, height };
}
