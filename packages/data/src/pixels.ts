import { channelsOf, depthOf, type Pixels, type Raster } from '@pix2pix-ts/common';

export { CHANNELS, channelsOf, type Depth, depthOf, largestOf, type Pixels, type Raster } from '@pix2pix-ts/common';

/** Image files with more pixels are refused before they are decoded, so that one file cannot take all the memory. */
export const MAX_PIXELS = 50_000_000;

/** So are those with a longer side, which JPEG cannot have either: a few bytes may claim millions of pixels in one row. */
export const MAX_SIDE = 65_535;

/** An empty picture with the depth of another one, and with its channels unless others are named. */
export function blankLike<Kind extends Raster>(
  picture: Kind,
  width: number,
  height: number,
  channels = channelsOf(picture),
): Kind {
  const length = width * height * channels;
  const depth = depthOf(picture);
  const data = depth === 8 ? new Uint8Array(length) : depth === 16 ? new Uint16Array(length) : new Float32Array(length);
  return { data, width, height } as Raster as Kind;
}

/** The part of an image that begins at column `left` and row `top`; it must lie inside the image. */
export function crop<Kind extends Raster = Pixels>(
  picture: Kind,
  left: number,
  top: number,
  width: number,
  height: number,
): Kind {
  const channels = channelsOf(picture);
  const part = blankLike(picture, width, height);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * picture.width + left) * channels;
    part.data.set(picture.data.subarray(start, start + width * channels), y * width * channels);
  }
  return part;
}

/** The image as in a mirror: left and right change places. */
export function flipLeftRight<Kind extends Raster = Pixels>(picture: Kind): Kind {
  const { data: from, width, height } = picture;
  const channels = channelsOf(picture);
  const mirrored = blankLike(picture, width, height);
  const to = mirrored.data;
  for (let y = 0; y < height; y++) {
    let source = ((y + 1) * width - 1) * channels;
    const end = (y + 1) * width * channels;
    for (let target = y * width * channels; target < end; target += channels, source -= channels)
      for (let channel = 0; channel < channels; channel++) to[target + channel] = from[source + channel] as number;
  }
  return mirrored;
}

/** The image at column `left` and row `top` of a larger one, whose other pixels are those of the nearest edge. */
export function extendEdges<Kind extends Raster = Pixels>(
  picture: Kind,
  left: number,
  top: number,
  width: number,
  height: number,
): Kind {
  const channels = channelsOf(picture);
  const extended = blankLike(picture, width, height);
  const to = extended.data;
  const columns = Array.from({ length: width }, (_, x) => within(x - left, picture.width) * channels);
  let target = 0;
  for (let y = 0; y < height; y++) {
    const row = within(y - top, picture.height) * picture.width * channels;
    for (let x = 0; x < width; x++) {
      const source = row + (columns[x] as number);
      for (let channel = 0; channel < channels; channel++) to[target++] = picture.data[source + channel] as number;
    }
  }
  return extended;
}

const within = (place: number, length: number) => Math.min(Math.max(place, 0), length - 1);
