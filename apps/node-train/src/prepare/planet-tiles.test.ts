import { expect, test } from '@jest/globals';
import { planetTiles, type Tile } from './planet-tiles.ts';

const tiles = planetTiles(4096);
const overlap = (one: Tile, another: Tile, from: 'left' | 'top') =>
  one[from] < another[from] + another.side && another[from] < one[from] + one.side;

test('tiles are within the map and away from the poles, at three scales', () => {
  for (const { left, top, side } of tiles)
    expect(left >= 0 && left + side <= 4096 && top >= 180 && top + side <= 1700).toBe(true);
  expect([...new Set(tiles.map(({ side }) => side))]).toEqual([256, 384, 512]);
});

test('no longitude of a tile that is held out is in one to train on, and held-out ones of a scale do not overlap', () => {
  const [train, val, held] = (['train', 'val', 'test'] as const).map((split) =>
    tiles.filter((tile) => tile.split === split),
  ) as [Tile[], Tile[], Tile[]];
  for (const one of [...val, ...held]) for (const another of train) expect(overlap(one, another, 'left')).toBe(false);
  for (const one of val) for (const another of held) expect(overlap(one, another, 'left')).toBe(false);
  for (const all of [val, held])
    for (const one of all)
      for (const another of all.filter(({ side }) => side === one.side))
        if (one !== another) expect(overlap(one, another, 'left') && overlap(one, another, 'top')).toBe(false);
  expect(Math.min(train.length / 20, val.length, held.length)).toBeGreaterThan(10);
});
