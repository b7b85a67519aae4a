import { CHANNELS, type Pixels } from './pixels.ts';

/** x / 127.5 - 1 of every byte x. */
const VALUES = Float32Array.from({ length: 256 }, (_, x) => x / 127.5 - 1);

/**
 * The bytes 0 .. 255 as the model's values in [-1, 1]: x / 127.5 - 1.
 *
 * @param into where the values go, from `offset` on; a new array unless given
 */
export function toFloat({ data }: Pixels, into = new Float32Array(data.length), offset = 0): Float32Array {
  for (let i = 0; i < data.length; i++) into[offset + i] = VALUES[data[i] as number] as number;
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
