import { CHANNELS, channelsOf, type Depth, depthOf, largestOf, type Pixels, type Raster } from './pixels.ts';

/** x / 127.5 - 1 of every byte x. */
const VALUES = Float32Array.from({ length: 256 }, (_, x) => x / 127.5 - 1);

/**
 * A picture's values as the model's, in [-1, 1]: of bytes x / 127.5 - 1, of 16 bits x / 32767.5 - 1, of floats 2 x - 1.
 *
 * @param into where the values go, from `offset` on; a new array unless given
 */
export function toFloat(picture: Raster, into = new Float32Array(picture.data.length), offset = 0): Float32Array {
  const { data } = picture;
  const depth = depthOf(picture);
  if (depth === 8) for (let i = 0; i < data.length; i++) into[offset + i] = VALUES[data[i] as number] as number;
  else {
    const half = largestOf(depth) / 2;
    for (let i = 0; i < data.length; i++) into[offset + i] = (data[i] as number) / half - 1;
  }
  return into;
}

/**
 * The model's values in [-1, 1] as an image: (x + 1) * 127.5, rounded, and clipped to 0 .. 255.
 *
 * @param values `height * width * 3` values, row by row
 * @throws RangeError where there are more or fewer
 */
export function toPixels(values: ArrayLike<number>, width: number, height: number): Pixels {
  if (values.length !== width * height * CHANNELS) {
    throw new RangeError(
      `Expected ${width}x${height}x${CHANNELS} values, got ${values.length}. Pass one image with its width and height.`,
    );
  }
  // A clamped array rounds and clips by itself.
  return { data: Uint8ClampedArray.from(values, (value) => (value + 1) * 127.5), width, height };
}

/**
 * The model's values in [-1, 1] as a picture of any number of channels and this depth: clipped, and rounded where it is not one
 * of floats. NaN becomes 0.
 *
 * @param values as many for each pixel as the picture has channels
 * @throws RangeError where they are not the same number for each pixel
 */
export function toRaster(values: ArrayLike<number>, width: number, height: number, depth: Depth): Raster {
  const channels = channelsOf({ data: values, width, height });
  if (!Number.isInteger(channels) || channels < 1)
    throw new RangeError(
      `Expected some values for each of ${width}x${height} pixels, got ${values.length}. Pass one image with its width and height.`,
    );
  const half = largestOf(depth) / 2;
  const clipped = (value: number) => Math.min(Math.max((value + 1) * half, 0), 2 * half) || 0;
  if (depth === 8) return { data: Uint8ClampedArray.from(values, clipped), width, height };
  if (depth === 32) return { data: Float32Array.from(values, clipped), width, height };
  return { data: Uint16Array.from(values, (value) => Math.round(clipped(value))), width, height };
}
