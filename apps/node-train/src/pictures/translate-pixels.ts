import { sidesOf } from '@pix2pix-ts/common';
import { type Pixels, resize } from '@pix2pix-ts/data';
import { overWhite, type TranslateOptions, type Translator } from '@pix2pix-ts/pix2pix';

/** An image's translation, at the model's size, where it can be compared, and in the image's own. */
export async function translatePixels(
  translator: Translator,
  image: Pixels,
  options: TranslateOptions,
): Promise<{ output: Pixels; result: Pixels }> {
  const { width, height } = sidesOf(translator.imageSize);
  const output = overWhite(await translator.translate(resize(image, width, height), options));
  return { output, result: resize(output, image.width, image.height) };
}
