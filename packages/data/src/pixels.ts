import { CHANNELS, type Pixels } from '@pix2pix-ts/common';

export { CHANNELS, type Pixels } from '@pix2pix-ts/common';

/** Image files with more pixels are refused before they are decoded, so that one file cannot take all the memory. */
export const MAX_PIXELS = 50_000_000;

/** So are those with a longer side, which JPEG cannot have either: a few bytes may claim millions of pixels in one row. */
export const MAX_SIDE = 65_535;

/** The part of an image that begins at column `left` and row `top`; it must lie inside the image. */
export function crop(pixels: Pixels, left: number, top: number, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * CHANNELS);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * pixels.width + left) * CHANNELS;
    data.set(pixels.data.subarray(start, start + width * CHANNELS), y * width * CHANNELS);
  }
  return { data, width, height };
}

/** The image as in a mirror: left and right change places. */
export function flipLeftRight({ data: from, width, height }: Pixels): Pixels {
  const data = new Uint8Array(from.length);
  for (let y = 0; y < height; y++) {
    let source = ((y + 1) * width - 1) * CHANNELS;
    const end = (y + 1) * width * CHANNELS;
    for (let target = y * width * CHANNELS; target < end; target += CHANNELS, source -= CHANNELS) {
      data[target] = from[source] as number;
      data[target + 1] = from[source + 1] as number;
      data[target + 2] = from[source + 2] as number;
    }
  }
  return { data, width, height };
}

/** The image at column `left` and row `top` of a larger one, whose other pixels are those of the nearest edge. */
export function extendEdges(pixels: Pixels, left: number, top: number, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * CHANNELS);
  const columns = Array.from({ length: width }, (_, x) => within(x - left, pixels.width) * CHANNELS);
  let target = 0;
  for (let y = 0; y < height; y++) {
    const row = within(y - top, pixels.height) * pixels.width * CHANNELS;
    for (let x = 0; x < width; x++) {
      const source = row + (columns[x] as number);
      for (let channel = 0; channel < CHANNELS; channel++) data[target++] = pixels.data[source + channel] as number;
    }
  }
  return { data, width, height };
}

const within = (place: number, length: number) => Math.min(Math.max(place, 0), length - 1);
