import { randomStream } from '@pix2pix-ts/random';
import type { PairSource } from '../pair-source.ts';
import type { Pixels } from '../pixels.ts';

/** An image of noise that depends on its key alone. */
export function randomPixels(width: number, height: number, ...key: (number | string)[]): Pixels {
  const { integer } = randomStream('pixels', ...key);
  return { data: Uint8Array.from({ length: width * height * 3 }, () => integer(256)), width, height };
}

/** The photographic negative: it commutes with every crop and flip, and with a resize up to rounding. */
export function negative({ data, width, height }: Pixels): Pixels {
  return { data: data.map((value) => 255 - value), width, height };
}

/** Pairs of noise, B the negative of A, that resolve in an order of their own. */
export function randomPairs(count: number, width = 8, height = 8): PairSource {
  return {
    names: Array.from({ length: count }, (_, index) => `pair-${index}`),
    async load(index) {
      for (let turns = (index * 7) % 5; turns > 0; turns--) await undefined;
      const a = randomPixels(width, height, index);
      return { a, b: negative(a) };
    },
  };
}

/** The greatest distance between two images' values. */
export function largestDifference(left: Pixels, right: Pixels): number {
  if (left.data.length !== right.data.length) throw new Error('Expected images of the same size.');
  let most = 0;
  for (const [i, value] of left.data.entries()) most = Math.max(most, Math.abs(value - (right.data[i] as number)));
  return most;
}
