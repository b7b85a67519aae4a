import { expect, test } from '@jest/globals';
import { floodFill } from './flood-fill.ts';

const INK = Uint8Array.of(10, 20, 30, 255);
const [ink = 0] = new Uint32Array(INK.buffer);

/** Pixels out of a drawing of letters: `#` is black, `+` nearly white, anything else white. */
function pixelsOf(lines: readonly string[]): Uint8ClampedArray {
  const grey = (letter: string) => (letter === '#' ? 0 : letter === '+' ? 240 : 255);
  return Uint8ClampedArray.from([...lines.join('')].flatMap((letter) => [...Array(3).fill(grey(letter)), 255]));
}

/** The same drawing with `o` where it was filled, and where that was said to be. */
function filled(lines: readonly string[], x: number, y: number) {
  const width = lines[0]?.length ?? 0;
  const pixels = pixelsOf(lines);
  const area = floodFill(pixels, width, lines.length, [x, y], ink);
  const isInk = (at: number) => INK.every((value, channel) => pixels[4 * at + channel] === value);
  const drawing = lines.map((line, row) =>
    [...line].map((letter, i) => (isInk(row * width + i) ? 'o' : letter)).join(''),
  );
  return { drawing, area };
}

test('a connected area is filled, one pixel into the edge of its border', () => {
  const lines = ['........', '.######.', '.######.', '.##..##.', '.######.', '.######.', '........'];
  const { drawing, area } = filled(lines, 3, 3);
  expect(drawing).toEqual(['........', '.######.', '.##oo##.', '.#oooo#.', '.##oo##.', '.######.', '........']);
  expect(area).toEqual({ left: 2, top: 2, right: 6, bottom: 5 });
});

test('a fill finds its way around corners, and what is nearly of the colour goes with it', () => {
  const { drawing, area } = filled(['.###', '.#..', '+#.#', '...#'], 0, 0);
  expect(drawing).toEqual(['oooo', 'oooo', 'oooo', 'oooo']);
  expect(area).toEqual({ left: 0, top: 0, right: 4, bottom: 4 });
});

test('a fill reaches all parts of a comb, from both sides', () => {
  const lines = ['.#.#.#.', '.#.#.#.', '.......', '.#.#.#.', '.#.#.#.'];
  for (const x of [0, 2, 4, 6]) {
    for (const y of [0, 4]) expect(filled(lines, x, y).drawing.join('')).toMatch(/^o+$/);
  }
});

test('what lies behind a border stays', () => {
  expect(filled(['..#..', '..#..', '..#..'], 0, 1).drawing).toEqual(['ooo..', 'ooo..', 'ooo..']);
});
