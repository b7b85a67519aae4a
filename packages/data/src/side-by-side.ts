import { DataError } from './data-error.ts';
import type { ImagePair } from './pair-source.ts';
import { CHANNELS, crop, type Pixels } from './pixels.ts';

/**
 * The two halves of an image that shows A on the left and B on the right.
 *
 * @param name what an error calls the image
 * @throws DataError where the width is odd
 */
export function splitSideBySide(pixels: Pixels, name = 'a side-by-side image'): ImagePair {
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
 * One image with A on the left and B on the right.
 *
 * @throws RangeError where their heights differ
 */
export function joinSideBySide({ a, b }: ImagePair): Pixels {
  if (a.height !== b.height) {
    throw new RangeError(
      `Expected two images of the same height, got ${a.height} and ${b.height}. Resize one of them.`,
    );
  }
  const width = a.width + b.width;
  const data = new Uint8Array(width * a.height * CHANNELS);
  for (let y = 0; y < a.height; y++) {
    data.set(row(a, y), y * width * CHANNELS);
    data.set(row(b, y), (y * width + a.width) * CHANNELS);
  }
  return { data, width, height: a.height };
}

function row({ data, width }: Pixels, y: number) {
  return data.subarray(y * width * CHANNELS, (y + 1) * width * CHANNELS);
}
