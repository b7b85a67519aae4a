import { expect, test } from '@jest/globals';
import { worldOfOne } from '@pix2pix-ts/distributed';
import { compareRanks, firstDifference } from './compare-ranks.ts';

const facts = { pix2pix: '1.0.0', config: { seed: 1, generator: { filters: 8 } }, data: 'c0ffee' };
const others = (...all: object[]) => ({ ...worldOfOne(), allGather: () => all.map((one) => JSON.stringify(one)) });

test('ranks that are about to do the same pass', () => {
  expect(firstDifference(facts, structuredClone(facts))).toBeNull();
  compareRanks(others(facts, facts, facts), facts);
});

test.each([
  [{ ...facts, pix2pix: '1.0.1' }, 'the same pix2pix on every rank, got "1.0.0" on rank 0 and "1.0.1" on rank 2.'],
  [
    { ...facts, config: { seed: 1, generator: { filters: 16 } }, data: 'other' },
    'the same config.generator.filters on every rank, got 8 on rank 0 and 16 on rank 2.',
  ],
  [{ ...facts, config: { generator: { filters: 8 } } }, 'got 1 on rank 0 and none on rank 2.'],
])('the first difference is named, with both values and who has the other', (other, text) => {
  expect(() => compareRanks(others(facts, facts, other), facts)).toThrow(text);
});
