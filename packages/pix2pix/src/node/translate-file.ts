import type { Pixels } from '@pix2pix-ts/data';
import {
  checkPictureName,
  type DecodeOptions,
  decodeImage,
  withPictureRows,
  writePicture,
} from '@pix2pix-ts/data/node';
import { overWhite } from '../image.ts';
import type { TranslateOptions, Translator } from '../translator.ts';
import { translateStoredFiles } from './translate-stored.ts';

/** How a file is translated. */
export type TranslateFileOptions = TranslateOptions & DecodeOptions;

/**
 * Translates the picture of one file into another, a PNG, or by its name's ending a JPEG or a WebP of quality 90. With
 * `fit: 'tile'` rows are read and written as they are needed: memory grows with a tile and with the picture's width, not with
 * its height. A model that was trained on pictures as they are stored gets them so, see `translateStoredFiles`. Its decoded rows are in a file next to the result meanwhile, three bytes a pixel.
 *
 * @param from a path to a PNG, JPEG, WebP, TIFF, AVIF or GIF
 * @param to a path, whose file is replaced once the new one is complete
 * @throws DataError of one line where the picture cannot be read or is too large for the format; FileError where the result
 *   cannot be written; the signal's reason, and what `translate` throws. No half file is left.
 */
export async function translateFile(
  translator: Translator,
  from: string,
  to: string,
  options: TranslateFileOptions = {},
): Promise<void> {
  const { fit, onNote, signal } = options;
  signal?.throwIfAborted();
  const { pictures } = translator.metadata;
  if (pictures && !pictures.lab && (fit ?? 'stretch') === 'stretch')
    return translateStoredFiles(translator, [from], to, options);
  if (fit === 'tile') {
    await withPictureRows(from, { scratchNextTo: to, onNote }, async (picture) => {
      checkPictureName(to, picture);
      await writePicture(to, translator.translateRows(picture, options), picture);
    });
    return;
  }
  const picture = await decodeImage(from, { onNote });
  if (fit !== 'crop') checkPictureName(to, picture);
  const result = overWhite(await translator.translate(picture, options));
  await writePicture(to, onePart(result), result);
}

async function* onePart(picture: Pixels): AsyncGenerator<Pixels> {
  yield picture;
}
