import { expect, test } from '@jest/globals';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { firstPairs, spreadPairs } from './pair-source.ts';

const source = noisePairs(5);

test('firstPairs takes the first, or all there are', async () => {
  expect(firstPairs(source, 2).names).toEqual(['pair0', 'pair1']);
  expect(firstPairs(source, 9).names).toEqual(source.names);
  expect(await firstPairs(source, 2).load(1)).toEqual(await source.load(1));
  expect(() => firstPairs(source, 0)).toThrow('Expected the number of pairs as a positive integer, got 0.');
});

test('spreadPairs takes them evenly, or all there are', async () => {
  expect(spreadPairs(source, 2).names).toEqual(['pair0', 'pair2']);
  expect(spreadPairs(source, 3).names).toEqual(['pair0', 'pair1', 'pair3']);
  expect(spreadPairs(source, 9).names).toEqual(source.names);
  expect(await spreadPairs(source, 2).load(1)).toEqual(await source.load(2));
  expect(() => spreadPairs(source, 0)).toThrow('Expected the number of pairs as a positive integer, got 0.');
});
