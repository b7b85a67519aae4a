import { DataError } from './data-error.ts';
import type { ImagePair } from './pair-source.ts';
import { blankLike, channelsOf, crop, type Pixels, type Raster } from './pixels.ts';

/**
 * The two halves of an image that shows A on the left and B on the right.
 *
 * @param name what an error calls the image
 * @throws DataError where the width is odd
 */
export function splitSideBySide<Kind extends Raster = Pixels>(
  pixels: Kind,
  name = 'a side-by-side image',
): ImagePair<Kind> {
  const { width, height } = pixels;
  if (width % 2 !== 0) {
    throw new DataError(
      `Expected an even width for ${name}, A on the left and B on the right, got ${width}x${height}. Make both halves equally wide.`,
    );
  }
  const half = width / 2;
  return { a: crop(pixels, 0, 0, half, height), b: crop(pixels, half, 0, half, height) };
}

/**
 * One image with A on the left and B on the right; both have the same channels and depth.
 *
 * @throws RangeError where their heights differ
 */
export function joinSideBySide<Kind extends Raster = Pixels>({ a, b }: ImagePair<Kind>): Kind {
  if (a.height !== b.height) {
    throw new RangeError(
      `Expected two images of the same height, got ${a.height} and ${b.height}. Resize one of them.`,
    );
  }
  const width = a.width + b.width;
  const channels = channelsOf(a);
  const joined = blankLike(a, width, a.height);
  const row = ({ data, width }: Kind, y: number) => data.subarray(y * width * channels, (y + 1) * width * channels);
  for (let y = 0; y < a.height; y++) {
    joined.data.set(row(a, y), y * width * channels);
    joined.data.set(row(b, y), (y * width + a.width) * channels);
  }
  return joined;
}
