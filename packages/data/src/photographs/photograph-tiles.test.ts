import { expect, test } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { photographTiles } from './photograph-tiles.ts';

test('without tiles a picture gives the square in its middle', () => {
  expect(photographTiles(300, 200, 64)).toEqual([{ left: 50, top: 0, side: 200 }]);
  expect(photographTiles(64, 101, 64)).toEqual([{ left: 0, top: 18, side: 64 }]);
});

test('tiles lie within the picture, cover it, overlap by half or more, and are at least of the size', () => {
  const side = integer({ min: 64, max: 900 });
  assert(
    property(side, side, (width, height) => {
      const tiles = photographTiles(width, height, 64, true);
      const shorter = Math.min(width, height);
      const sides = [...new Set(tiles.map((tile) => tile.side))];
      expect(sides).toEqual(
        [shorter, shorter / 2, shorter / 4, shorter / 8].map(Math.floor).filter((each) => each >= 64),
      );
      for (const each of sides) {
        const lefts = [...new Set(tiles.filter((tile) => tile.side === each).map(({ left }) => left))];
        expect([lefts[0], (lefts.at(-1) as number) + each]).toEqual([0, width]);
        for (const [i, left] of lefts.slice(1).entries())
          expect(left - (lefts[i] as number)).toBeLessThanOrEqual(each / 2 + 1);
      }
      for (const { left, top, side: own } of tiles)
        expect(left >= 0 && top >= 0 && left + own <= width && top + own <= height).toBe(true);
      expect(new Set(tiles.map((tile) => Object.values(tile).join())).size).toBe(tiles.length);
    }),
  );
});
