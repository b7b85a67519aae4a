import { sidesOf } from '@pix2pix-ts/common';
import { crop, type Pixels, resize } from '@pix2pix-ts/data';
import { overWhite, type TranslateOptions, type Translator } from '@pix2pix-ts/pix2pix';

/**
 * An image's translation, where it can be compared, and as it is written: stretched, at the model's size and in the image's
 * own; fitted in another way, both times the same.
 */
export async function translatePixels(
  translator: Translator,
  image: Pixels,
  options: TranslateOptions,
): Promise<{ output: Pixels; result: Pixels }> {
  if (options.fit !== undefined && options.fit !== 'stretch') {
    const result = overWhite(await translator.translate(image, options));
    return { output: result, result };
  }
  const { width, height } = sidesOf(translator.imageSize);
  const output = overWhite(await translator.translate(resize(image, width, height), options));
  // A model of colours alone leaves an image its own lightness, at its full size.
  if (translator.metadata.pictures?.lab)
    return { output, result: overWhite(await translator.translate(image, options)) };
  return { output, result: resize(output, image.width, image.height) };
}

/** What an image should become, as its translation can be compared with it: of the same size, and of the same part. */
export function targetFor(output: Pixels, target: Pixels, image: Pixels, fit: TranslateOptions['fit']): Pixels {
  if (fit !== 'crop') return resize(target, output.width, output.height);
  const [left, top] = [(image.width - output.width) >> 1, (image.height - output.height) >> 1];
  return crop(resize(target, image.width, image.height), left, top, output.width, output.height);
}
