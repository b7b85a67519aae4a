import { stat } from 'node:fs/promises';
import { sidesOf } from '@pix2pix-ts/common';
import { UsageError } from '@pix2pix-ts/common/node';
import {
  asAnswer,
  lightnessOf,
  type PairSource,
  type Raster,
  requireChannels,
  resize,
  spreadPairs,
  transformPair,
  withChannels,
} from '@pix2pix-ts/data';
import { decodeImage, decodeStored, listImages } from '@pix2pix-ts/data/node';
import type { ModelMetadata } from '@pix2pix-ts/models';
import { printPictureNote } from '../pairs/picture-note.ts';
import { usablePairs } from '../pairs/usable-pairs.ts';
import { FORMULA_IMAGES, formulaImage } from './formula-images.ts';

/** A picture to translate, of the model's size, and what should come out where that is known. */
type ComparisonInput = { readonly input: Raster; readonly target?: Raster };

/** The pictures that a model and its copy are compared on. */
export type ComparisonInputs = {
  readonly count: number;
  /** What they are, to be read by people. */
  readonly kind: 'held-out pairs' | 'images' | 'generated pictures';
  load(index: number): Promise<ComparisonInput>;
};

/** Where they come from: pairs, images, or neither: then they are made by formula. */
export type InputChoice = {
  readonly data?: string | undefined;
  readonly images?: readonly string[] | undefined;
  readonly limit: number;
};

/**
 * The pictures to compare on, at most `limit`, spread evenly over what there is.
 *
 * @throws DataError or UsageError of one line where there are none, or, on loading, where one cannot be read; the signal's
 *   reason when it is aborted
 */
export async function comparisonInputs(
  { data, images, limit }: InputChoice,
  metadata: ModelMetadata,
  signal: AbortSignal,
): Promise<ComparisonInputs> {
  const { imageSize, inChannels } = metadata.generator;
  if (data !== undefined) {
    const pairs = await usablePairs(data, 'val', false, signal, { stored: metadata.pictures });
    return heldOutPairs(pairs, limit, metadata);
  }
  if (images !== undefined) return imagesOf(images, limit, metadata);
  return {
    count: Math.min(limit, FORMULA_IMAGES),
    kind: 'generated pictures',
    load: async (index) => ({ input: asAnswer(formulaImage(index, imageSize), inChannels) }),
  };
}

function heldOutPairs(
  all: PairSource<Raster>,
  limit: number,
  { generator, direction }: ModelMetadata,
): ComparisonInputs {
  const pairs = spreadPairs(all, limit);
  return {
    count: pairs.names.length,
    kind: 'held-out pairs',
    load: async (index) => {
      const pair = transformPair(await pairs.load(index), { imageSize: generator.imageSize, direction });
      const channels = { input: generator.inChannels, target: generator.outChannels };
      requireChannels(pair, channels, pairs.names[index]);
      return pair;
    },
  };
}

async function imagesOf(
  paths: readonly string[],
  limit: number,
  { generator, pictures }: ModelMetadata,
): Promise<ComparisonInputs> {
  const files = (await Promise.all(paths.map(imagesAt))).flat();
  const count = Math.min(limit, files.length);
  const { width, height } = sidesOf(generator.imageSize);
  return {
    count,
    kind: 'images',
    load: async (index) => {
      const file = files[Math.floor((index * files.length) / count)] as string;
      const image = pictures && !pictures.lab ? await decodeStored(file) : await decodeAsColours(file, pictures?.lab);
      return { input: resize(withChannels(image, generator.inChannels), width, height) };
    },
  };
}

async function decodeAsColours(file: string, asLightness = false): Promise<Raster> {
  const image = await decodeImage(file, { onNote: printPictureNote });
  return asLightness ? lightnessOf(image) : image;
}

async function imagesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`Expected an image or a folder at ${path}, got nothing there. Check the path.`);
  return found.isDirectory() ? listImages(path, printPictureNote) : [path];
}
