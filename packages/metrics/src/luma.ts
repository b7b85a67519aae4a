import { CHANNELS } from '@pix2pix-ts/common';
import type { Image } from './image.ts';

/** The brightness of each pixel, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601) of the bytes, not rounded: 0 .. 255. */
export function luma({ data, width, height }: Image): Float64Array {
  const values = new Float64Array(width * height);
  for (let i = 0, at = 0; i < values.length; i++, at += CHANNELS) {
    values[i] = 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  }
  return values;
}
