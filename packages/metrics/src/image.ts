import { channelsOf, type Picture } from '@pix2pix-ts/common';

/**
 * An 8-bit sRGB image, red, green and blue of each pixel, or one of any other number of channels: `width * height * channels` values
 * in 0 .. 255, fractions too.
 */
export type Image = Picture;

/**
 * Makes sure that two images can be compared.
 *
 * @throws RangeError of one line where one is empty, has too few or too many values, or differs in size or channels from the other
 */
export function checkComparable(image: Image, target: Image): void {
  checkImage(image);
  checkImage(target);
  if (image.width === target.width && image.height === target.height) {
    const [channels, expected] = [channelsOf(image), channelsOf(target)];
    if (channels === expected) return;
    throw new RangeError(
      `Expected two images of the same channels, got ${channels} and ${expected}. Convert one of them.`,
    );
  }
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
  const channels = channelsOf({ data, width, height });
  if (width >= 1 && height >= 1 && Number.isInteger(channels) && channels >= 1) return;
  throw new RangeError(
    `Expected an image of ${width}x${height} pixels, at least one, with a value for each channel, got ${data.length} values. Pass red, green and blue for each pixel.`,
  );
}

function sizeOf({ width, height }: Image): string {
  return `${width}x${height}`;
}
