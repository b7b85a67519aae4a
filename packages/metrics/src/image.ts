import { CHANNELS, type Picture } from '@pix2pix-ts/common';

/** An 8-bit sRGB image: red, green and blue of each pixel, `width * height * 3` values in 0 .. 255. */
export type Image = Picture;

/**
 * Makes sure that two images can be compared.
 *
 * @throws RangeError of one line where one is empty, has too few or too many values, or differs in size from the other
 */
export function checkComparable(image: Image, target: Image): void {
  checkImage(image);
  checkImage(target);
  if (image.width === target.width && image.height === target.height) return;
  throw new RangeError(
    `Expected two images of the same size, got ${sizeOf(image)} and ${sizeOf(target)}. Resize one of them.`,
  );
}

/**
 * Makes sure that an image holds what its size says.
 *
 * @throws RangeError of one line
 */
export function checkImage({ data, width, height }: Image): void {
  if (width >= 1 && height >= 1 && data.length === width * height * CHANNELS) return;
  throw new RangeError(
    `Expected an image of ${width}x${height}x${CHANNELS} values, at least one pixel, got ${data.length} values. Pass red, green and blue for each pixel.`,
  );
}

function sizeOf({ width, height }: Image): string {
  return `${width}x${height}`;
}
