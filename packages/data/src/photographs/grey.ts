import { CHANNELS, type Pixels } from '../pixels.ts';

/** A picture without its colours: each pixel its luma three times, 0.299 R + 0.587 G + 0.114 B, as in BT.601. */
export function grey({ data: from, width, height }: Pixels): Pixels {
  const data = new Uint8ClampedArray(from.length);
  for (let i = 0; i < from.length; i += CHANNELS) {
    const [red, green, blue] = [from[i] as number, from[i + 1] as number, from[i + 2] as number];
    data.fill(0.299 * red + 0.587 * green + 0.114 * blue, i, i + CHANNELS);
  }
  return { data, width, height };
}
