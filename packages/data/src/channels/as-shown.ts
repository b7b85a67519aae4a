import type { StoredPictures } from '@pix2pix-ts/common';
import { withChroma } from '../lab/lab-pictures.ts';
import type { Pixels, Raster } from '../pixels.ts';
import { asColours } from './as-colours.ts';

/**
 * What a model makes of an input as one can look at it: as {@link asColours}, or colours alone with the lightness of the input.
 *
 * @param pictures how the model's pictures are read; null or undefined: as colours
 */
export function asShown(pictures: StoredPictures | null | undefined, input: Raster, made: Raster): Pixels {
  return pictures?.lab ? withChroma(input, made) : asColours(made);
}
