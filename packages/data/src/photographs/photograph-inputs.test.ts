import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import type { Pixels } from '../pixels.ts';
import { edges } from './edges.ts';
import { blurred, gaussianBlur } from './gaussian-blur.ts';
import { grey } from './grey.ts';
import { mosaic } from './mosaic.ts';
import { photographInput, photographKinds, photographPair } from './photograph-kinds.ts';

type Rgb = readonly [number, number, number];

const pictureOf = (width: number, height: number, colourAt: (x: number, y: number) => Rgb): Pixels => ({
  data: Uint8Array.from(
    Array.from({ length: width * height }, (_, i) => [...colourAt(i % width, Math.floor(i / width))]).flat(),
  ),
  width,
  height,
});
const at = ({ data, width }: Pixels, x: number, y: number) => [
  ...data.slice((y * width + x) * 3, (y * width + x) * 3 + 3),
];

test('a blur spreads one pixel as the product of two Gaussians, and leaves a plain picture alone', () => {
  const values = new Float32Array(31 * 31);
  values[15 * 31 + 15] = 1000;
  const { values: spread } = gaussianBlur({ values, width: 31, height: 31, channels: 1 }, 2);
  const weight = (distance: number) => Math.exp(-(distance ** 2) / 8) / Math.sqrt(8 * Math.PI);
  // Three sigmas hold 99.7 % of a Gaussian, which are then made 100 %.
  for (const [x, y] of [
    [15, 15],
    [16, 15],
    [13, 18],
    [15, 20],
  ] as const)
    expect(Math.abs((spread[y * 31 + x] as number) / (1000 * weight(x - 15) * weight(y - 15)) - 1)).toBeLessThan(0.006);
  expect(spread.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1000, 1);
  const plain = pictureOf(9, 5, () => [10, 200, 77]);
  expect([...blurred(plain, 3).data]).toEqual([...plain.data]);
  expect([...blurred(noise(7, 4, 'sharp'), 0).data]).toEqual([...noise(7, 4, 'sharp').data]);
});

test('grey is the luma of BT.601, three times', () => {
  const picture = pictureOf(
    4,
    1,
    (x) =>
      (
        [
          [255, 0, 0],
          [0, 255, 0],
          [0, 0, 255],
          [10, 20, 30],
        ] as const
      )[x] as Rgb,
  );
  expect([...grey(picture).data]).toEqual([76, 150, 29, 18].flatMap((luma) => [luma, luma, luma]));
});

test('a mosaic has the mean of each block, also where the last ones are smaller', () => {
  const picture = pictureOf(5, 3, (x, y) => [10 * x, 20 * y, x === 4 ? 255 : 0]);
  const blocks = mosaic(picture, 2);
  expect(at(blocks, 0, 0)).toEqual([5, 10, 0]);
  expect(at(blocks, 3, 1)).toEqual([25, 10, 0]);
  expect(at(blocks, 4, 2)).toEqual([40, 40, 255]);
  expect([...mosaic(picture, 1).data]).toEqual([...picture.data]);
});

describe('edges', () => {
  const darkAt = (lines: Pixels) =>
    Array.from({ length: lines.width * lines.height }, (_, i) => i)
      .filter((i) => (lines.data[i * 3] as number) < 128)
      .map((i) => [i % lines.width, Math.floor(i / lines.width)] as const);

  test('are a thin dark line along a disc’s rim, and nothing elsewhere', () => {
    const disc = edges(
      pictureOf(128, 128, (x, y) => (Math.hypot(x - 63.5, y - 63.5) < 40 ? [200, 60, 40] : [250, 250, 250])),
    );
    const dark = darkAt(disc);
    for (const [x, y] of dark) expect(Math.abs(Math.hypot(x - 63.5, y - 63.5) - 40)).toBeLessThan(2.5);
    const angles = new Set(dark.map(([x, y]) => Math.floor((Math.atan2(y - 63.5, x - 63.5) * 18) / Math.PI)));
    expect(angles.size).toBe(36); // all around
    expect(dark.length).toBeLessThan(3 * 2 * Math.PI * 40);
    for (let i = 0; i < disc.data.length; i += 3) expect(disc.data[i]).toBe(disc.data[i + 2]);
  });

  test('show where a colour changes that is as bright as the next', () => {
    // Both have the luma 100.
    const two = edges(pictureOf(128, 128, (x) => (x < 64 ? [200, 64, 23] : [30, 120, 181])));
    const columns = darkAt(two).map(([x]) => x);
    expect(Math.min(...columns)).toBeGreaterThan(60);
    expect(Math.max(...columns)).toBeLessThan(68);
    expect(new Set(darkAt(two).map(([, y]) => y)).size).toBeGreaterThan(115);
  });

  test('leave plain paper, slow gradients and specks white', () => {
    const plain = edges(pictureOf(64, 64, () => [90, 120, 30]));
    const slow = edges(pictureOf(64, 64, (x, y) => [100 + x, 100 + y, 100]));
    const speck = edges(
      pictureOf(256, 256, (x, y) => (Math.hypot(x - 100, y - 100) < 1.5 ? [0, 0, 0] : [255, 255, 255])),
    );
    for (const picture of [plain, slow]) expect(new Set(picture.data)).toEqual(new Set([255]));
    expect(darkAt(speck).length).toBeLessThan(40);
  });
});

test('every kind gives a picture of the photograph’s size, and a pair has the square itself as B', () => {
  const photograph = noise(24, 16, 'photograph');
  for (const kind of photographKinds) {
    const options = {
      palette: [
        [0, 0, 0],
        [255, 255, 255],
      ] as const,
    };
    const input = photographInput(kind, photograph, options);
    expect([kind, input.width, input.height, input.data.length]).toEqual([kind, 24, 16, 24 * 16 * 3]);
    const { a, b } = photographPair(kind, photograph, { left: 5, top: 2, side: 12 }, 12, options);
    expect(at(b, 0, 0)).toEqual(at(photograph, 5, 2));
    expect(at(b, 11, 11)).toEqual(at(photograph, 16, 13));
    expect([a.width, a.height]).toEqual([12, 12]);
  }
});
