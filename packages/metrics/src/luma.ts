import { CHANNELS, channelsOf } from '@pix2pix-ts/common';
import type { Image } from './image.ts';

/** The brightness of each pixel, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601) of the bytes, not rounded: 0 .. 255. */
function luma({ data, width, height }: Image): Float64Array {
  const values = new Float64Array(width * height);
  for (let i = 0, at = 0; i < values.length; i++, at += CHANNELS) {
    values[i] = 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  }
  return values;
}

/** What structure is judged on: the luma of colours, and of an image with another number of channels each of them. */
function planesOf(image: Image): Float64Array[] {
  const channels = channelsOf(image);
  if (channels === CHANNELS) return [luma(image)];
  const { data, width, height } = image;
  return Array.from({ length: channels }, (_, channel) =>
    Float64Array.from({ length: width * height }, (__, pixel) => data[pixel * channels + channel] as number),
  );
}

/** The mean of a figure over the planes of two images. */
export function meanOverPlanes(
  image: Image,
  target: Image,
  figure: (plane: Float64Array, of: Float64Array) => number,
): number {
  const targets = planesOf(target);
  const figures = planesOf(image).map((plane, i) => figure(plane, targets[i] as Float64Array));
  return figures.reduce((sum, one) => sum + one, 0) / figures.length;
}
