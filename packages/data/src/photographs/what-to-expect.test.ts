import { expect, test } from '@jest/globals';
import type { Pixels } from '../pixels.ts';
import { colourShares, coloursInCommon, whatToExpect } from './what-to-expect.ts';

const plain = (...colour: number[]): Pixels => ({ data: Uint8Array.from([...colour, ...colour]), width: 2, height: 1 });

test('pictures of the same colours have all in common, and of four of different ones each has a quarter', () => {
  const [red, green, blue, white] = [
    [250, 0, 0],
    [0, 250, 0],
    [0, 0, 250],
    [255, 255, 255],
  ].map((colour) => colourShares(plain(...colour))) as [Float32Array, Float32Array, Float32Array, Float32Array];
  expect(coloursInCommon([red, red, red])).toBeCloseTo(1, 5);
  expect(coloursInCommon([red, green, blue, white])).toBeCloseTo(0.25, 5);
  const half = colourShares({ data: Uint8Array.from([250, 0, 0, 0, 250, 0]), width: 2, height: 1 });
  expect(coloursInCommon([half, red])).toBeCloseTo((0.75 + 0.75) / 2, 5);
});

test('what to expect follows from how many pictures there are, how much alike, and what has to be guessed', () => {
  const told = (pictures: number, alike: number, pairs = pictures, kind: 'edges' | 'labels' = 'edges') =>
    whatToExpect({ kind, pictures, pairs, alike });
  expect(told(12, 0.7)).toBe(
    '12 pictures with colours much alike: too few for colours of the world; edges of one kind of thing work.',
  );
  expect(told(12, 0.2)).toMatch(/^12 pictures that differ much: too few for colours of the world; /);
  expect(told(1, 1, 90)).toMatch(/^1 picture: .* Its 90 tiles help with textures/);
  expect(told(12, 0.2, 12, 'labels')).toContain('too few for textures of the world; maps work');
  expect(told(300, 0.7)).toContain('enough for edges of one kind of thing');
  expect(told(5000, 0.2, 90_000)).toBe(
    '5,000 pictures: enough to begin with colours of the world; what is seldom in them stays a guess.',
  );
});
