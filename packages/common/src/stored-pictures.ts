import type { Depth } from './pixels.ts';

/**
 * How a data set's pictures become a model's channels where they are read as they are stored, grey, with alpha or in 16 bits, and
 * not as colours of 8 bits.
 */
export type StoredPictures = {
  /** The folders of the pictures whose channels make an input, in this order. @default `A` alone */
  readonly inputs?: readonly string[] | undefined;
  /** Whether the pages of a TIFF are channels or pairs of their own. @default the first page alone is read */
  readonly pages?: 'channels' | 'pairs' | undefined;
  /**
   * Whether one picture is both: its lightness the input, and its colours without it, the axes a and b of CIELAB, the target.
   * @default a pair has two pictures
   */
  readonly lab?: true | undefined;
  /** In how many bits the pictures are that the model is to make. */
  readonly depth: Depth;
};
