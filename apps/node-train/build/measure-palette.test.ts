import { expect, test } from '@jest/globals';
import type { PairSource, Pixels } from '@pix2pix-ts/data';
import { measurePalette } from './measure-palette.ts';

type Rgb = readonly [number, number, number];
const [WHITE, BLUE, NEAR_BLUE, RED, GREEN]: Rgb[] = [
  [255, 255, 255],
  [0, 80, 255],
  [0, 90, 250],
  [248, 49, 47],
  [0, 210, 106],
];

/** A picture of 10 x 100 pixels whose rows are painted from the top, and white below. */
function painted(...rows: [Rgb | undefined, number][]): Pixels {
  const data = new Uint8Array(10 * 100 * 3).fill(255);
  let at = 0;
  for (const [colour = WHITE as Rgb, count] of rows) for (let i = 0; i < count * 10; i++, at += 3) data.set(colour, at);
  return { data, width: 10, height: 100 };
}

function pairsOf(...inputs: Pixels[]): PairSource {
  return { names: inputs.map((_, i) => String(i)), load: async (i) => ({ a: inputs[i] as Pixels, b: painted() }) };
}

test('the palette is what covers most of the inputs, with white at its end', async () => {
  const pairs = pairsOf(painted([RED, 30], [BLUE, 50]), painted([GREEN, 10], [RED, 40]), painted([BLUE, 1]));
  expect(await measurePalette(pairs, 3)).toEqual(['#f8312f', '#0050ff', '#00d26a', '#ffffff']);
  expect(await measurePalette(pairs, 2)).toEqual(['#f8312f', '#0050ff', '#ffffff']);
});

test('colours that look alike count once, and white is not a colour of its own', async () => {
  const pairs = pairsOf(painted([BLUE, 50], [NEAR_BLUE, 40], [WHITE, 10]), painted([RED, 1]));
  expect(await measurePalette(pairs, 5)).toEqual(['#0050ff', '#f8312f', '#ffffff']);
});

test('for line drawings it is only the ink, whatever greys the edges have', async () => {
  const lines = painted([[0, 0, 0], 5]);
  for (let i = 0; i < 4; i++) lines.data.fill(60 + 40 * i, 3 * (600 + i), 3 * (601 + i)); // single pixels
  expect(await measurePalette(pairsOf(lines), 1)).toEqual(['#000000']);
});
