import { describe, expect, test } from '@jest/globals';
import { assert, integer, property, tuple } from 'fast-check';
import { tileAxis, WEIGHT_BITS } from './tile-axis.ts';

const ONE = 2 ** WEIGHT_BITS;

/** A line, a tile and an overlap of up to half of it. */
const divisions = tuple(integer({ min: 1, max: 300 }), integer({ min: 1, max: 60 }), integer({ min: 0, max: 50 })).map(
  ([length, tile, share]) => ({ length, tile, overlap: Math.floor((tile * share) / 100) }),
);

describe('the tiles of a line', () => {
  test('have weights that sum to exactly one at every pixel, and to nothing outside', () => {
    assert(
      property(divisions, ({ length, tile, overlap }) => {
        const sums = new Map<number, number>();
        for (const { start, weights } of tileAxis(length, tile, overlap))
          for (const [x, weight] of weights.entries()) {
            expect(weight).toBeGreaterThanOrEqual(0);
            sums.set(start + x, (sums.get(start + x) ?? 0) + weight);
          }
        for (const [x, sum] of sums) expect([x, sum]).toEqual([x, x >= 0 && x < length ? ONE : 0]);
        expect([...sums.keys()].filter((x) => x >= 0 && x < length)).toHaveLength(length);
      }),
    );
  });

  test('lie inside it, in order, overlap by at least as much as asked for, and are no more than that takes', () => {
    assert(
      property(divisions, ({ length, tile, overlap }) => {
        const tiles = tileAxis(length, tile, overlap);
        if (length <= tile) return expect(tiles).toHaveLength(1);
        const starts = tiles.map(({ start }) => start);
        expect([starts[0], starts.at(-1)]).toEqual([0, length - tile]);
        for (const [i, start] of starts.slice(1).entries())
          expect((starts[i] as number) + tile - start).toBeGreaterThanOrEqual(overlap);
        expect(tiles).toHaveLength(1 + Math.ceil((length - tile) / (tile - overlap)));
      }),
    );
  });

  test('fade into each other by sin^2(pi/2 (x + 1/2) / overlap)', () => {
    const [left, right] = tileAxis(12, 8, 4);
    const rising = [0.5, 1.5, 2.5, 3.5].map((x) => Math.round(ONE * Math.sin((Math.PI / 8) * x) ** 2));
    expect([...(right?.weights ?? [])]).toEqual([...rising, ONE, ONE, ONE, ONE]);
    expect([...(left?.weights ?? [])]).toEqual([ONE, ONE, ONE, ONE, ...rising.toReversed()]);
  });

  test('are one around the middle of a line that is shorter', () => {
    expect(tileAxis(3, 8, 2)).toEqual([{ start: -2, weights: Int32Array.of(0, 0, ONE, ONE, ONE, 0, 0, 0) }]);
    expect(tileAxis(8, 8, 2)).toEqual([{ start: 0, weights: new Int32Array(8).fill(ONE) }]);
  });
});
