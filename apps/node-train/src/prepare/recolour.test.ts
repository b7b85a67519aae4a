import { expect, test } from '@jest/globals';
import { randomStream } from '@pix2pix-ts/random';
import { recolour } from './recolour.ts';

const coloursOf = (svg: Uint8Array) =>
  [
    ...Buffer.from(svg)
      .toString()
      .matchAll(/#[0-9a-f]+/gi),
  ].map(([colour]) => colour);
const svg = Buffer.from(
  '<svg><path fill="#FCEA2B"/><path style="fill:#fcea2b;stroke:#000"/><path fill="#fff"/><path fill="#ea5a47" stroke="#000000"/></svg>',
);

test('equal colours become equal, others become others, and black stays', () => {
  const [yellow, sameYellow, line, white, red, black] = coloursOf(recolour(svg, randomStream(1)));
  expect(sameYellow).toBe(yellow);
  expect([line, black]).toEqual(['#000', '#000000']);
  expect(new Set([yellow, white, red, '#fcea2b', '#ffffff', '#ea5a47']).size).toBe(6);
});

test('colours are light, of all hues, and some are grey', () => {
  const channels = Array.from({ length: 400 }, (_, seed) => {
    const [colour = ''] = coloursOf(recolour(svg, randomStream(seed)));
    return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  });
  expect(channels.every((of) => Math.max(...of) >= 127)).toBe(true);
  for (const channel of [0, 1, 2]) {
    const strongest = channels.filter((of) => of[channel] === Math.max(...of)).length;
    expect(strongest / 400).toBeGreaterThan(0.25);
  }
  const greys = channels.filter((of) => Math.max(...of) === Math.min(...of)).length;
  expect(Math.abs(greys / 400 - 0.15)).toBeLessThan(0.09); // five standard deviations
});
