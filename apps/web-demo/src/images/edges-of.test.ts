import { expect, test } from '@jest/globals';
import { edgesOf, type Rgba } from './edges-of.ts';

/** A picture whose pixels have the shade that a function of their place gives. */
function picture(width: number, height: number, shade: (x: number, y: number) => number): Rgba {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.fill(shade(x, y), 4 * (y * width + x), 4 * (y * width + x) + 3);
  return { data, width, height };
}

/** How dark each pixel of a row is. */
const rowOf = ({ data, width }: Rgba, y: number) =>
  Array.from({ length: width }, (_, x) => 255 - (data[4 * (y * width + x)] as number));

test('an even picture has no edges, whatever its shade', () => {
  for (const shade of [0, 100, 255]) {
    const { data } = edgesOf(picture(20, 10, () => shade));
    expect(data.every((value) => value === 255)).toBe(true);
  }
});

test('between dark and light runs a line, on the dark side and as strong in every row', () => {
  const edges = edgesOf(picture(40, 12, (x) => (x < 20 ? 40 : 220)));
  const row = rowOf(edges, 5);
  expect(Math.max(...row)).toBeGreaterThan(200);
  expect(row.indexOf(Math.max(...row))).toBeGreaterThan(14);
  expect(row.indexOf(Math.max(...row))).toBeLessThan(20);
  expect(row.slice(0, 12).every((dark) => dark === 0)).toBe(true);
  expect(row.slice(24).every((dark) => dark === 0)).toBe(true);
  for (let y = 0; y < 12; y++) expect(rowOf(edges, y)).toEqual(row);
});

test('the edges of a picture on its side are the picture of the edges on its side', () => {
  const shade = (x: number, y: number) => 128 + 100 * Math.sin(x / 3) * Math.cos(y / 5);
  const upright = edgesOf(picture(30, 24, shade));
  const lying = edgesOf(picture(24, 30, (x, y) => shade(y, x)));
  for (let y = 0; y < 24; y++)
    for (const [x, dark] of rowOf(upright, y).entries())
      expect(Math.abs(dark - (255 - (lying.data[4 * (x * 24 + y)] as number)))).toBeLessThanOrEqual(1);
});

test('a faint slope, as of light on a wall, has no line', () => {
  const { data } = edgesOf(picture(60, 10, (x) => 100 + x));
  expect(data.every((value) => value === 255)).toBe(true);
});
