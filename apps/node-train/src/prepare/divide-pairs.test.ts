import { expect, test } from '@jest/globals';
import { splitOf } from '@pix2pix-ts/data';
import { dividePairs } from './divide-pairs.ts';

const pairs = Array.from({ length: 600 }, (_, i) => ({
  name: `${i}`,
  side: { family: `family-${i % 200}` },
  draw: () => Promise.reject(new Error('nothing is drawn here')),
}));

test('a family is on the side of its hash', () => {
  const divided = dividePairs(pairs, null);
  expect(divided.train.length + divided.val.length + divided.test.length).toBe(600);
  for (const split of ['train', 'val', 'test'] as const) {
    expect(divided[split].length).toBeGreaterThan(0);
    for (const { side } of divided[split]) expect(splitOf((side as { family: string }).family)).toBe(split);
  }
});

test('a pair may say which side it is on', () => {
  const said = pairs.map((pair, i) => ({ ...pair, side: { split: i < 10 ? ('test' as const) : ('train' as const) } }));
  const { train, val, test: tests } = dividePairs(said, null);
  expect([train.length, val.length, tests.length]).toEqual([590, 0, 10]);
});

test('a limit takes its share of each split, the same ones every time', () => {
  const { train, val, test: tests } = dividePairs(pairs, 40);
  expect([train.length, val.length, tests.length]).toEqual([36, 2, 2]);
  expect(dividePairs(pairs, 40)).toEqual({ train, val, test: tests });
  const few = dividePairs(pairs, 3);
  expect([few.train.length, few.val.length, few.test.length]).toEqual([1, 1, 1]);
  expect(dividePairs(pairs, 600)).toEqual(dividePairs(pairs, null));
});
