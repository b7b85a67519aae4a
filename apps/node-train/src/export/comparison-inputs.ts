import { stat } from 'node:fs/promises';
import { type ImageSize, sidesOf } from '@pix2pix-ts/common';
import { UsageError } from '@pix2pix-ts/common/node';
import { type PairSource, type Pixels, resize, spreadPairs, transformPair } from '@pix2pix-ts/data';
import { decodeImage, listImages } from '@pix2pix-ts/data/node';
import type { ModelMetadata } from '@pix2pix-ts/models';
import { printPictureNote } from '../pairs/picture-note.ts';
import { usablePairs } from '../pairs/usable-pairs.ts';
import { FORMULA_IMAGES, formulaImage } from './formula-images.ts';

/** A picture to translate, of the model's size, and what should come out where that is known. */
type ComparisonInput = { readonly input: Pixels; readonly target?: Pixels };

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
  const { imageSize } = metadata.generator;
  if (data !== undefined) return heldOutPairs(await usablePairs(data, 'val', false, signal), limit, metadata);
  if (images !== undefined) return imagesOf(images, limit, imageSize);
  return {
    count: Math.min(limit, FORMULA_IMAGES),
    kind: 'generated pictures',
    load: async (index) => ({ input: formulaImage(index, imageSize) }),
  };
}

function heldOutPairs(all: PairSource, limit: number, { generator, direction }: ModelMetadata): ComparisonInputs {
  const pairs = spreadPairs(all, limit);
  return {
    count: pairs.names.length,
    kind: 'held-out pairs',
    load: async (index) => transformPair(await pairs.load(index), { imageSize: generator.imageSize, direction }),
  };
}

async function imagesOf(paths: readonly string[], limit: number, imageSize: ImageSize): Promise<ComparisonInputs> {
  const files = (await Promise.all(paths.map(imagesAt))).flat();
  const count = Math.min(limit, files.length);
  const { width, height } = sidesOf(imageSize);
  return {
    count,
    kind: 'images',
    load: async (index) => {
      const image = await decodeImage(files[Math.floor((index * files.length) / count)] as string, {
        onNote: printPictureNote,
      });
      return { input: resize(image, width, height) };
    },
  };
}

async function imagesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`Expected an image or a folder at ${path}, got nothing there. Check the path.`);
  return found.isDirectory() ? listImages(path, printPictureNote) : [path];
}
