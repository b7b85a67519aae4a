import type { Picture } from '@pix2pix-ts/common';
import { depthOf, largestOf, type Raster } from '../pixels.ts';

/** A picture with its values from 0 to 255, which are fractions where it has more than 8 bits: as metrics compare them. */
export function inByteScale(picture: Raster): Picture {
  const depth = depthOf(picture);
  if (depth === 8) return picture;
  const step = largestOf(depth) / 255;
  return { ...picture, data: Float64Array.from(picture.data, (value) => value / step) };
}
