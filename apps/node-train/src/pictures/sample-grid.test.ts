import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Pixels } from '@pix2pix-ts/data';
import { decodeImage, encodePng } from '@pix2pix-ts/data/node';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { captionInk, captionWidth } from './caption-font.ts';
import { sampleGrid } from './sample-grid.ts';

/** An image whose every pixel shows which image it is from, and where. */
const marked = (mark: number, width = 64, height = 64): Pixels => {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set([mark, i % width, Math.floor(i / width)], i * 3);
  return { data, width, height };
};
const rowOf = (row: number, width = 64, height = 64) => ({
  input: marked(10 * row, width, height),
  output: marked(10 * row + 1, width, height),
  target: marked(10 * row + 2, width, height),
});
const pixelAt = ({ data, width }: Pixels, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

/** Where the marks of the rows 0 .. count - 1 were drawn: the place of each image's first pixel. */
function placesOf(grid: Pixels): Map<number, [number, number]> {
  const places = new Map<number, [number, number]>();
  for (let y = 0; y < grid.height; y++) {
    for (let x = 0; x < grid.width; x++) {
      const [mark = 0, column, row] = pixelAt(grid, x, y);
      if (column === 0 && row === 0 && !places.has(mark)) places.set(mark, [x, y]);
    }
  }
  return places;
}

describe('sampleGrid', () => {
  test('puts input, output and target next to each other, and the rows below', () => {
    const grid = sampleGrid([rowOf(0), rowOf(1)]);
    const places = placesOf(grid);
    const [x0, y0] = places.get(0) as [number, number];
    expect(places.get(1)).toEqual([x0 + 128 + 6, y0]);
    expect(places.get(2)).toEqual([x0 + 2 * (128 + 6), y0]);
    expect(places.get(10)).toEqual([x0, y0 + 128 + 6]);
    expect([grid.width, grid.height]).toEqual([x0 * 2 + 3 * 128 + 2 * 6, y0 + 2 * (128 + 6)]);
  });

  test('enlarges small images by a whole number, pixel by pixel', () => {
    const grid = sampleGrid([rowOf(3)]);
    const [left, top] = placesOf(grid).get(31) as [number, number];
    for (const [x, y] of [
      [0, 0],
      [1, 1],
      [77, 126],
      [127, 127],
    ] as const)
      expect(pixelAt(grid, left + x, top + y)).toEqual([31, x >> 1, y >> 1]);
  });

  test('leaves images of 128 pixels and more as they are, wide ones too', () => {
    const grid = sampleGrid([rowOf(0, 200, 130)]);
    const [left, top] = placesOf(grid).get(2) as [number, number];
    expect(pixelAt(grid, left + 199, top + 129)).toEqual([2, 199, 129]);
    expect(grid.width).toBe(3 * 200 + 4 * 6);
  });

  test('begins a second block of columns with the fifth row', () => {
    const places = placesOf(sampleGrid([0, 1, 2, 3, 4, 5].map((row) => rowOf(row))));
    const [x4, y4] = places.get(40) as [number, number];
    expect(y4).toBe(places.get(0)?.[1]);
    expect(x4).toBeGreaterThan((places.get(2)?.[0] ?? 0) + 128);
    expect(places.get(50)).toEqual([x4, places.get(10)?.[1]]);
  });

  test('writes a caption above the middle of each column', () => {
    const grid = sampleGrid([rowOf(1)]);
    const [background] = [pixelAt(grid, 0, 0)];
    const [left, top] = placesOf(grid).get(11) as [number, number];
    const ink: number[] = [];
    for (let x = left; x < left + 128; x++) {
      for (let y = 0; y < top; y++) if (pixelAt(grid, x, y).join() !== background?.join()) ink.push(x - left);
    }
    expect(ink.length).toBe(4 * captionInk('output').length);
    expect((Math.min(...ink) + Math.max(...ink)) / 2).toBeCloseTo(64, -1);
    expect(Math.max(...ink) - Math.min(...ink)).toBeLessThan(2 * captionWidth('output'));
  });

  test('survives the way through a PNG file', async () => {
    const grid = sampleGrid([rowOf(0), rowOf(1), rowOf(2)]);
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'grid.png'), await encodePng(grid));
      expect(await decodeImage(join(folder, 'grid.png'))).toEqual(grid);
    });
  });

  test('refuses no rows and mixed sizes', () => {
    expect(() => sampleGrid([])).toThrow('Expected at least one sample for the picture, got none.');
    expect(() => sampleGrid([{ ...rowOf(0), target: marked(2, 64, 32) }])).toThrow(
      'Expected samples of the same size, got 64x64 and 64x32.',
    );
  });
});

test('every letter of the captions can be drawn', () => {
  for (const word of ['input', 'output', 'target'] as const) {
    const columns = new Set(captionInk(word).map(({ x }) => Math.floor(x / 6)));
    expect(columns.size).toBe(word.length);
  }
});
