import { expect, test } from '@jest/globals';
import { randomStream } from '@pix2pix-ts/random';
import type { Pixels } from '../pixels.ts';
import { drawHints } from './draw-hints.ts';

const SIZE = 64;
const white = [255, 255, 255];
/** A red square on white. */
const colourOf = (x: number, y: number) => (x >= 16 && x < 48 && y >= 20 && y < 44 ? [200, 30, 20] : white);
const picture = (of: (x: number, y: number) => number[]): Pixels => ({
  data: Uint8Array.from([...Array(SIZE * SIZE).keys()].flatMap((i) => of(i % SIZE, Math.floor(i / SIZE)))),
  width: SIZE,
  height: SIZE,
});
const input = picture(() => [0, 0, 0]);
const target = picture(colourOf);

/** The places that hints changed. */
function hintsOf(seed: number): { x: number; y: number; colour: number[] }[] {
  const { data } = drawHints(input, target, randomStream(seed));
  return [...Array(SIZE * SIZE).keys()]
    .map((i) => ({ x: i % SIZE, y: Math.floor(i / SIZE), colour: [...data.subarray(3 * i, 3 * i + 3)] }))
    .filter(({ colour }) => colour.some((value) => value > 0));
}

test('each hint has the colour that the target has where it is, and ends where that colour does', () => {
  let painted = 0;
  for (let seed = 0; seed < 100; seed++)
    for (const { x, y, colour } of hintsOf(seed)) {
      expect({ x, y, colour }).toEqual({ x, y, colour: colourOf(x, y) });
      painted++;
    }
  expect(painted / 100).toBeGreaterThan(20); // pixels a picture
});

test('hints are a small part of a picture, and of both colours', () => {
  const shares = Array.from({ length: 200 }, (_, seed) => hintsOf(seed).length / SIZE ** 2);
  expect(Math.min(...shares)).toBeGreaterThan(0);
  expect(Math.max(...shares)).toBeLessThan(0.25);
  const all = Array.from({ length: 50 }, (_, seed) => hintsOf(seed)).flat();
  for (const wanted of [white, [200, 30, 20]])
    expect(all.some(({ colour }) => colour.join() === wanted.join())).toBe(true);
});

test('the input that is given stays as it is, and the same numbers give the same hints', () => {
  const before = input.data.slice();
  expect(hintsOf(3)).toEqual(hintsOf(3));
  expect(hintsOf(3)).not.toEqual(hintsOf(4));
  expect(input.data).toEqual(before);
});

test('the next hint is in a part that none before told of, where there is one', () => {
  // Sixteen squares in colours of their own.
  const many = picture((x, y) => [60 * Math.floor(x / 16), 60 * Math.floor(y / 16), 200]);
  const told = Array.from({ length: 200 }, (_, seed) => {
    const { data } = drawHints(input, many, randomStream(seed));
    const painted = [...Array(SIZE * SIZE).keys()].filter((i) => data[3 * i + 2] === 200);
    return new Set(painted.map((i) => `${data[3 * i]} ${data[3 * i + 1]}`)).size;
  });
  const average = told.reduce((sum, each) => sum + each, 0) / told.length;
  expect(average).toBeGreaterThan(6); // of 6.5 hints; places without a memory would tell of 5.1
});
