import type { Picture, Pixels } from '@pix2pix-ts/common';
import { overWhite as layOverWhite } from '@pix2pix-ts/data';

/**
 * An 8-bit sRGB image as a page has it (ImageData) or as sharp gives it: `width * height * 3` values of red, green and blue, or
 * `* 4` with alpha, which is laid over white; from 0 to 255. Floats are refused, because nobody can tell 0..1 from 0..255 in a
 * dark picture.
 */
export type ImageLike = Picture<Uint8Array | Uint8ClampedArray>;

/**
 * A translated image, of the input's size and opaque: red, green, blue and alpha of each pixel, for
 * `new ImageData(data, width, height)` in a page.
 */
export type TranslatedImage = Picture<Uint8ClampedArray<ArrayBuffer>>;

/**
 * An image without its alpha: laid over white, as when files are read.
 *
 * @throws TypeError where the values are not in 8 bits; RangeError where they are not 3 or 4 per pixel, or there is no pixel
 */
export function overWhite(image: ImageLike): Pixels {
  checkedImage(image);
  const { data, width, height } = image;
  return data.length === 3 * width * height ? image : layOverWhite(image);
}

/**
 * The image itself, with its alpha where it has one.
 *
 * @throws as {@link overWhite}
 */
export function checkedImage(image: ImageLike): ImageLike {
  checkImage(image);
  const { data, width, height } = image;
  const channels = data.length / (width * height);
  if (channels === 3 || channels === 4) return image;
  throw new RangeError(
    `Expected 3 or 4 values for each of ${width}x${height} pixels, got ${data.length} in all. Pass RGB or RGBA.`,
  );
}

/** For callers without types, and arrays of a worker or another realm, where `instanceof` would be false. */
function checkImage({ data, width, height }: ImageLike): void {
  const kind = Object.prototype.toString.call(data).slice(8, -1);
  if (kind !== 'Uint8Array' && kind !== 'Uint8ClampedArray') {
    throw new TypeError(
      `Expected 8-bit values from 0 to 255 in a Uint8Array or Uint8ClampedArray, got ${kind}. Convert them: floats from 0 to 1 with Uint8ClampedArray.from(data, (value) => 255 * value).`,
    );
  }
  checkSize({ width, height });
}

/** @throws RangeError where a side is not a positive integer */
export function checkSize({ width, height }: { readonly width: number; readonly height: number }): void {
  if ([width, height].some((side) => !Number.isSafeInteger(side) || side < 1))
    throw new RangeError(`Expected positive integers as width and height, got ${width}x${height}.`);
}

/** An image with an alpha of 255 everywhere, in an array of its own. */
export function withAlpha({ data, width, height }: Pixels): TranslatedImage {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from] as number;
    rgba[to + 1] = data[from + 1] as number;
    rgba[to + 2] = data[from + 2] as number;
  }
  return { data: rgba, width, height };
}
