import { expect, test } from '@jest/globals';
import { type Box, separateDrawings } from './separate-drawings.ts';

const SIDE = 100;

/** The drawings on a sheet on which these rectangles are black. */
function drawingsOf(black: readonly Box[]): Box[] {
  const isPaper = (pixel: number) => {
    const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    return !black.some(({ left, top, right, bottom }) => x >= left && x <= right && y >= top && y <= bottom);
  };
  return separateDrawings({ data: new Uint8Array(3 * SIDE * SIDE), width: SIDE, height: SIDE }, isPaper);
}

const box = (left: number, top: number, right: number, bottom: number): Box => ({ left, top, right, bottom });
const all = (boxes: readonly Box[]) =>
  [...boxes].sort((one, another) => one.left - another.left || one.top - another.top);

test('what is up to 8 of 100 pixels apart is one drawing, what is farther apart another', () => {
  expect(drawingsOf([])).toEqual([]);
  expect(drawingsOf([box(3, 4, 5, 6)])).toEqual([box(3, 4, 5, 6)]);
  expect(drawingsOf([box(10, 10, 20, 20), box(28, 15, 30, 18)])).toEqual([box(10, 10, 30, 20)]);
  expect(all(drawingsOf([box(10, 10, 20, 20), box(29, 15, 30, 18)]))).toEqual([
    box(10, 10, 20, 20),
    box(29, 15, 30, 18),
  ]);
});

test('strokes come together over others, in whatever order they are found', () => {
  // A wide one at the bottom reaches two at the top that are far from each other.
  const strokes = [box(0, 0, 10, 10), box(60, 0, 70, 10), box(0, 16, 70, 20)];
  expect(drawingsOf(strokes)).toEqual([box(0, 0, 70, 20)]);
});

test('many drawings are one, as of a pattern', () => {
  const grid = Array.from({ length: 9 }, (_, i) => {
    const [left, top] = [35 * (i % 3), 35 * Math.floor(i / 3)];
    return box(left, top, left + 10, top + 10);
  });
  expect(drawingsOf(grid.slice(0, 6)).length).toBe(6);
  expect(drawingsOf(grid)).toEqual([box(0, 0, 80, 80)]);
});
