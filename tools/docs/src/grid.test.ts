import { expect, test } from '@jest/globals';
import type { Pixels } from '@pix2pix-ts/data';
import { grid } from './grid.ts';

const plain = (grey: number, width = 2, height = 1): Pixels => ({
  data: new Uint8Array(width * height * 3).fill(grey),
  width,
  height,
});

test('pictures are in rows and columns with a gutter of six pixels around each', () => {
  const { data, width, height } = grid(
    [
      [plain(10), plain(20)],
      [plain(30), plain(40)],
    ],
    2,
  );
  expect([width, height]).toEqual([2 * (4 + 6) + 6, 2 * (2 + 6) + 6]);
  const at = (x: number, y: number) => data[(y * width + x) * 3];
  expect([at(6, 6), at(9, 7), at(16, 6), at(6, 14), at(19, 15)]).toEqual([10, 10, 20, 30, 40]);
  expect([at(5, 6), at(10, 6), at(6, 8)]).toEqual([226, 226, 226]);
});

test('what cannot be laid out is refused', () => {
  expect(() => grid([])).toThrow('Expected at least one picture, got none. Add one.');
  expect(() => grid([[plain(1)], []])).toThrow('Expected 1 pictures in every row, got 0. Fill the row.');
  expect(() => grid([[plain(1), plain(2, 3)]])).toThrow('Expected pictures of 2x1, got 3x1. Resize them first.');
});
