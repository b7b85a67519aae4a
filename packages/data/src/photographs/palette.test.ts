import { expect, test } from '@jest/globals';
import type { Pixels } from '../pixels.ts';
import { modeFilter } from './mode-filter.ts';
import { choosePalette, flatColours, nearestColour, paletteSample } from './palette.ts';

const NAVY = [10, 20, 90] as const;
const LEAF = [40, 160, 60] as const;
const SAND = [230, 210, 160] as const;

/** Three bands of colours that waver by a few steps. */
const bands = (size: number): Pixels => ({
  data: Uint8Array.from(
    Array.from({ length: size * size }, (_, i) => {
      const colour = [NAVY, LEAF, SAND][Math.min(2, Math.floor((3 * (i % size)) / size))] as readonly number[];
      return colour.map((value, channel) => value + ((i * 7 + channel * 3) % 5) - 2);
    }).flat(),
  ),
  width: size,
  height: size,
});

test('a palette has the colours that the pictures have, from dark to light, for any seed', () => {
  for (const seed of [1, 2, 3]) {
    const palette = choosePalette([bands(96)], 3, seed);
    for (const [i, colour] of [NAVY, LEAF, SAND].entries())
      for (const channel of [0, 1, 2])
        expect(Math.abs((palette[i]?.[channel] as number) - (colour[channel] as number))).toBeLessThan(2);
  }
  const samples = [paletteSample(bands(96))];
  expect(choosePalette(samples, 8, 5)).toEqual(choosePalette(samples, 8, 5));
  const two = { data: Uint8Array.from([0, 0, 0, 255, 255, 255]), width: 2, height: 1 };
  expect(choosePalette([two], 8, 1)).toEqual([
    [0, 0, 0],
    [255, 255, 255],
  ]);
});

test('flat colours are those of the palette alone, and a speck goes into what is around it', () => {
  const picture = bands(96);
  const data = Uint8Array.from(picture.data);
  data.set(SAND, 3 * (40 * 96 + 10));
  const flat = flatColours({ ...picture, data }, [NAVY, LEAF, SAND]);
  const colours = Array.from({ length: 96 * 96 }, (_, i) => flat.data.slice(3 * i, 3 * i + 3).join());
  for (const [i, colour] of colours.entries()) {
    const expected = [NAVY, LEAF, SAND][Math.floor((i % 96) / 32)] as readonly number[];
    if (Math.min((i % 96) % 32, 31 - ((i % 96) % 32)) > 2) expect([i, colour]).toEqual([i, expected.join()]);
  }
  expect(new Set(colours).size).toBe(3);
});

test('the nearest colour is that of the least distance, the first of two', () => {
  expect(nearestColour([9, 9, 9, 200, 190, 170], 3, [NAVY, LEAF, SAND])).toBe(2);
  expect(
    nearestColour([5, 0, 0], 0, [
      [0, 0, 0],
      [10, 0, 0],
    ]),
  ).toBe(0);
});

test('the mode filter gives each pixel the commonest class around it, counted one by one, and leaves fixed ones', () => {
  const [width, height, count, radius] = [13, 9, 4, 2];
  const classes = Uint8Array.from({ length: width * height }, (_, i) => (i * i + 3 * i + (i % 5)) % count);
  const isFixed = (pixel: number) => classes[pixel] === 0;
  const filtered = modeFilter({ classes, width, height }, { radius, count, first: 1, isFixed });
  for (const [pixel, got] of filtered.entries()) {
    const counts = Array.from({ length: count }, () => 0);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    for (let row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++)
      for (let column = Math.max(0, x - radius); column <= Math.min(width - 1, x + radius); column++) {
        const one = classes[row * width + column] as number;
        counts[one] = (counts[one] as number) + 1;
      }
    const ofOthers = counts.slice(1);
    expect(got).toBe(isFixed(pixel) ? 0 : 1 + ofOthers.indexOf(Math.max(...ofOthers)));
  }
});
