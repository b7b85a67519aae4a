import { expect, test } from '@jest/globals';
import type { Pixels } from '@pix2pix-ts/data';
import { withThickLines } from './thick-lines.ts';

const SIDE = 128;

/** A line from top to bottom, so many pixels wide, in black on white. */
function line(wide: number): Pixels {
  const isBlack = (i: number) => Math.abs((Math.floor(i / 3) % SIDE) - 60) < wide / 2;
  return {
    data: Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => (isBlack(i) ? 0 : 255)),
    width: SIDE,
    height: SIDE,
  };
}

const widthOf = ({ data }: Pixels) => data.slice(0, 3 * SIDE).filter((value) => value === 0).length / 3;

test('lines become as thick as 6 of 128 pixels, to the pixel at each side; thicker ones stay', () => {
  expect([1, 3, 5, 7, 15].map((wide) => widthOf(withThickLines(line(wide))))).toEqual([5, 7, 7, 7, 15]);
});

test('what has no lines stays', () => {
  const blank = { data: new Uint8Array(3 * SIDE * SIDE).fill(255), width: SIDE, height: SIDE };
  expect(withThickLines(blank)).toBe(blank);
});
