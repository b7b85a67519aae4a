import { sidesOf } from '@pix2pix-ts/common';
import { resize } from '@pix2pix-ts/data';
import { overWhite, readPicture, type TranslateOptions, type Translator } from '@pix2pix-ts/pix2pix';
import { imageDataOf } from '../images/image-data-of.ts';

/** How a picture gets to the model, as the page offers it. */
export const PAGE_FITS = ['whole', 'tiles', 'middle'] as const;

/**
 * - `whole`: in its own form, its shorter side as long as the model's;
 * - `tiles`: not made smaller, in tiles that overlap, for models that know how such parts look;
 * - `middle`: the largest part of the model's form in its middle.
 */
export type PageFit = (typeof PAGE_FITS)[number];

/**
 * Translates a picture for a page; the result is the caller's to close. Only tiles tell how far they are, and stop.
 *
 * @throws as the translator does
 */
export async function fitPicture(
  translator: Translator,
  bitmap: ImageBitmap,
  fit: PageFit,
  tiles: Pick<TranslateOptions, 'signal' | 'onProgress'>,
): Promise<ImageBitmap> {
  if (fit === 'tiles') return translator.translateBitmap(bitmap, { fit: 'tile', ...tiles });
  if (fit === 'middle') return translator.translateBitmap(bitmap, { fit: 'crop' });
  const small = sizeOfWhole(bitmap, sidesOf(translator.imageSize));
  if (!small) return translator.translateBitmap(bitmap);
  // The model runs on all of it at once where its architecture runs at that size, and on two or three tiles otherwise.
  const picture = resize(overWhite(await readPicture(bitmap)), small.width, small.height);
  const translated = await translator.translate(picture, { fit: 'tile' });
  return createImageBitmap(imageDataOf(resize(overWhite(translated), bitmap.width, bitmap.height)));
}

type Sides = { readonly width: number; readonly height: number };

/** The smallest size of a picture that covers the model's; undefined where it has the model's form. */
function sizeOfWhole({ width, height }: Sides, model: Sides): Sides | undefined {
  const scale = Math.max(model.width / width, model.height / height);
  const size = { width: Math.round(scale * width), height: Math.round(scale * height) };
  return size.width - model.width > 1 || size.height - model.height > 1 ? size : undefined;
}
