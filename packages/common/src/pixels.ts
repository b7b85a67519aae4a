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

/**
 * A picture of any number of channels: bytes from 0 to 255, 16 bits from 0 to 65,535, or floats from 0 to 1. How many channels
 * it has follows from the number of its values.
 */
export type Raster = Picture<Uint8Array | Uint8ClampedArray | Uint16Array | Float32Array>;

/** The values of a pixel. */
export function channelsOf({ data, width, height }: Picture): number {
  return data.length / (width * height);
}

/** In how many bits a picture's values are; 32 are floats. */
export const depths = [8, 16, 32] as const;

/** One of {@link depths}. */
export type Depth = (typeof depths)[number];

/** The depth of a picture. */
export function depthOf({ data }: Raster): Depth {
  return (8 * data.BYTES_PER_ELEMENT) as Depth;
}

/** The largest value that a depth has: 255, 65,535 or 1. */
export function largestOf(depth: Depth): number {
  return depth === 32 ? 1 : 2 ** depth - 1;
}
