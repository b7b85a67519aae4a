import { CHANNELS, type Pixels } from '../pixels.ts';

/**
 * A picture in blocks of one colour, the mean of what they cover; those at the right and at the bottom may be smaller.
 *
 * @param block their side in pixels, an integer from 1
 */
export function mosaic({ data: from, width, height }: Pixels, block: number): Pixels {
  const data = new Uint8ClampedArray(from.length);
  for (let top = 0; top < height; top += block)
    for (let left = 0; left < width; left += block) {
      const [right, bottom] = [Math.min(left + block, width), Math.min(top + block, height)];
      for (let channel = 0; channel < CHANNELS; channel++) {
        let sum = 0;
        for (let y = top; y < bottom; y++)
          for (let x = left; x < right; x++) sum += from[(y * width + x) * CHANNELS + channel] as number;
        const mean = sum / ((right - left) * (bottom - top));
        for (let y = top; y < bottom; y++)
          for (let x = left; x < right; x++) data[(y * width + x) * CHANNELS + channel] = mean;
      }
    }
  return { data, width, height };
}
