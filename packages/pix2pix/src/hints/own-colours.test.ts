import { describe, expect, test } from '@jest/globals';
import type { Pixels } from '@pix2pix-ts/data';
import { withOwnColours } from './own-colours.ts';

const SIDE = 32;
const [WHITE, RED, BLUE] = [
  [255, 255, 255],
  [220, 40, 30],
  [40, 60, 200],
];

type ColourAt = (x: number, y: number) => readonly number[] | undefined;

function pictureOf(colourAt: ColourAt): Pixels {
  const data = new Uint8Array(3 * SIDE * SIDE);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) data.set(colourAt(x, y) ?? (WHITE as number[]), 3 * (y * SIDE + x));
  return { data, width: SIDE, height: SIDE };
}

const colourAt = ({ data }: Pixels, x: number, y: number) => [
  ...data.slice(3 * (y * SIDE + x), 3 * (y * SIDE + x) + 3),
];

/** The outline of a square in black. */
const square = (left: number, top: number, side: number, more: ColourAt = () => undefined) =>
  pictureOf((x, y) => {
    const [column, row] = [x - left, y - top];
    const isIn = column >= 0 && row >= 0 && column < side && row < side;
    const isEdge = isIn && (column === 0 || row === 0 || column === side - 1 || row === side - 1);
    return isEdge ? [0, 0, 0] : more(x, y);
  });

/** A model that paints what is white in a drawing, by the place in the picture, and leaves the rest. */
function painting(paint: ColourAt) {
  const seen: Pixels[] = [];
  const run = async (picture: Pixels) => {
    seen.push(picture);
    return pictureOf((x, y) => {
      const own = colourAt(picture, x, y);
      return own.every((value) => value === 255) ? paint(x, y) : own;
    });
  };
  return { run, seen };
}

describe('a drawing whose parts have no hints', () => {
  test('gets one colour a part: that which most of it has', async () => {
    const { run } = painting((x) => (x % 4 === 0 ? BLUE : RED));
    const made = await withOwnColours(square(6, 6, 20), run);
    for (let y = 7; y < 25; y++) for (let x = 7; x < 25; x++) expect(colourAt(made, x, y)).toEqual(RED);
    expect(colourAt(made, 6, 10)).toEqual([0, 0, 0]);
  });

  test('gets the same colour wherever and however large it is', async () => {
    // A model that goes by the place on the sheet, as one that has seen little does.
    const byPlace: ColourAt = (x, y) => (x < 26 && y < 26 ? RED : BLUE);
    for (const [left, top, side] of [
      [1, 1, 30],
      [0, 0, 12],
      [19, 19, 12],
      [4, 14, 16],
    ] as const) {
      const made = await withOwnColours(square(left, top, side), painting(byPlace).run);
      expect(colourAt(made, left + side / 2, top + side / 2)).toEqual(RED);
    }
  });

  test('gets the same colour whatever else is on the sheet', async () => {
    const alone: ColourAt = (x, y) => (x < 26 && y < 26 ? RED : BLUE);
    const corner = square(20, 20, 12);
    const both = square(0, 0, 12, (x, y) => colourAt(corner, x, y));
    const { run, seen } = painting(alone);
    const made = await withOwnColours(both, run);
    expect([colourAt(made, 6, 6), colourAt(made, 26, 26)]).toEqual([RED, RED]);
    expect(seen.length).toBe(3); // each alone, then the sheet
  });

  test('is left to the model where thick lines leave nothing of it', async () => {
    const { run, seen } = painting(() => RED);
    const isThere = (x: number, y: number) => x >= 13 && x < 16 && y >= 13 && y < 16 && !(x === 14 && y === 14);
    const drawing = square(0, 0, 32, (x, y) => (isThere(x, y) ? [0, 0, 0] : undefined));
    const made = await withOwnColours(drawing, run);
    expect(seen.length).toBe(2);
    expect(colourAt(made, 14, 14)).toEqual(RED);
  });

  test('stays white where the model leaves it so the first time', async () => {
    let runs = 0;
    const run = async (picture: Pixels) => (runs++ === 0 ? picture : pictureOf(() => BLUE));
    const made = await withOwnColours(square(6, 6, 20), run);
    expect(colourAt(made, 15, 15)).toEqual(WHITE);
    expect(colourAt(made, 2, 2)).toEqual(BLUE); // outside, the model has the last word
  });
});

test('a part with a hint keeps it, and the model is asked once where all have one', async () => {
  const { run, seen } = painting(() => BLUE);
  const hinted = square(6, 6, 20, (x, y) => (x > 6 && x < 25 && y > 6 && y < 25 ? RED : undefined));
  expect(colourAt(await withOwnColours(hinted, run), 15, 15)).toEqual(RED);
  expect(seen).toEqual([hinted]);
});

test('a part with a hint has its colour on the whole, whatever the model shades', async () => {
  const hinted = square(6, 6, 20, (x, y) => (x > 6 && x < 25 && y > 6 && y < 25 ? [100, 120, 140] : undefined));
  const shading = async () => square(6, 6, 20, (x) => (x % 2 === 0 ? [120, 90, 150] : [140, 110, 170]));
  const made = await withOwnColours(hinted, shading);
  const row = Array.from({ length: 16 }, (_, i) => colourAt(made, 8 + i, 15));
  expect(row.slice(0, 2)).toEqual([
    [90, 110, 130],
    [110, 130, 150],
  ]);
  expect([0, 1, 2].map((channel) => row.reduce((sum, each) => sum + (each[channel] as number), 0) / 16)).toEqual([
    100, 120, 140,
  ]);
  expect(colourAt(made, 6, 10)).toEqual([0, 0, 0]);
});

test('an empty sheet, and one without closed parts, is given as it is', async () => {
  for (const picture of [pictureOf(() => undefined), pictureOf((x, y) => (x === y ? [0, 0, 0] : undefined))]) {
    const { run, seen } = painting(() => undefined);
    await withOwnColours(picture, run);
    expect(seen).toEqual([picture]);
  }
});
