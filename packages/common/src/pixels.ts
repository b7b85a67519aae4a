/** A picture: the values of each pixel, row by row from the top, without gaps. */
export type Picture<Values = ArrayLike<number>> = {
  /** As many for each pixel as the picture has channels, one pixel after the other. */
  readonly data: Values;
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
};

/** An 8-bit sRGB picture: red, green and blue of each pixel, `width * height * 3` values. */
export type Pixels = Picture<Uint8Array | Uint8ClampedArray>;

/** The values of a pixel of {@link Pixels}. */
export const CHANNELS = 3;
