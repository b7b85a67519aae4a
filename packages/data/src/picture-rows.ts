import { CHANNELS, type Pixels } from './pixels.ts';

/** A picture whose rows are read when they are needed, because all of them may be too much for the memory. */
export type PictureRows = {
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Rows `top` to `top + count - 1`, which are inside the picture: red, green and blue of each pixel, 8-bit sRGB. */
  read(top: number, count: number): Promise<Pixels['data']>;
};

/** The rows of a picture that is in memory. */
export function rowsOf({ data, width, height }: Pixels): PictureRows {
  const length = width * CHANNELS;
  return { width, height, read: async (top, count) => data.subarray(top * length, (top + count) * length) };
}
