import { expect, test } from '@jest/globals';
import { firstPairs, pairsNamed } from './pair-source.ts';
import { randomPairs } from './testing/random-pixels.ts';

const source = randomPairs(5);

test('firstPairs takes the first, or all there are', async () => {
  expect(firstPairs(source, 2).names).toEqual(['pair-0', 'pair-1']);
  expect(firstPairs(source, 9).names).toEqual(source.names);
  expect(await firstPairs(source, 2).load(1)).toEqual(await source.load(1));
  expect(() => firstPairs(source, 0)).toThrow('Expected the number of pairs as a positive integer, got 0.');
});

test('pairsNamed takes them in the order of the names, and refuses unknown ones', async () => {
  const some = pairsNamed(source, ['pair-4', 'pair-1']);
  expect(some.names).toEqual(['pair-4', 'pair-1']);
  expect(await some.load(0)).toEqual(await source.load(4));
  expect(() => pairsNamed(source, ['pair-1', 'pair-7'])).toThrow('got pair-7.');
});
