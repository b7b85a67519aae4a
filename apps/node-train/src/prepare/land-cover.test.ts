import { expect, test } from '@jest/globals';
import { landCover, paintMap, shareOfLand } from './land-cover.ts';
import { GROUNDS } from './planet-colours.ts';

const SIZE = 40;
const pixelsOf = (colourAt: (x: number, y: number) => readonly number[]) => ({
  data: Uint8Array.from(Array.from({ length: SIZE * SIZE }, (_, i) => colourAt(i % SIZE, Math.floor(i / SIZE))).flat()),
  width: SIZE,
  height: SIZE,
});
const [forest] = GROUNDS.forest.seen;
const [desert] = GROUNDS.desert.seen;
/** Sea above, forest to the left and desert to the right below it, a speck of desert in the forest. */
const picture = pixelsOf((x, y) => (x > 20 || (x === 8 && y === 30) ? desert : forest));
const map = landCover(picture, (pixel) => pixel < 10 * SIZE);

test('each pixel has the ground of the nearest colour, or the sea, and specks go into what is around them', () => {
  const painted = paintMap(map, 0, 0, SIZE, SIZE);
  const colourAt = (x: number, y: number) => [...painted.data.subarray(3 * (y * SIZE + x), 3 * (y * SIZE + x) + 3)];
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const ground = y < 10 ? 'sea' : x > 20 ? 'desert' : 'forest';
      expect({ x, y, colour: colourAt(x, y) }).toEqual({ x, y, colour: [...GROUNDS[ground].paint] });
    }
});

test('a part of the map is painted at another size without a colour in between', () => {
  const part = paintMap(map, 16, 12, 10, 5); // x from 16 to 25: 21 and more is desert
  const row = [...part.data.subarray(0, 15)];
  const [left, right] = [[...GROUNDS.forest.paint], [...GROUNDS.desert.paint]];
  expect(row).toEqual([left, left, right, right, right].flat());
});

test('the share of land is that of what is not sea', () => {
  expect(shareOfLand(map, 0, 0, SIZE)).toBe(0.75);
  expect(shareOfLand(map, 0, 0, 10)).toBe(0);
});
