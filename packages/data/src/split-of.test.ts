import { expect, test } from '@jest/globals';
import { splitOf } from './split-of.ts';

test('a name never changes sides', () => {
  // From the description of the hash, computed in Python.
  const known = { '1F600': 'train', cat: 'train', 犬: 'train', '': 'train', Ö1: 'val', '5': 'test', Ö7: 'test' };
  for (const [name, split] of Object.entries(known)) expect([name, splitOf(name)]).toEqual([name, split]);
});

test('a name is on one side however its accents are composed', () => {
  for (let i = 0; i < 100; i++) expect(splitOf(`Ka\u0308se ${i}`)).toBe(splitOf(`K\u00e4se ${i}`));
});

test('90, 5 and 5 of a hundred names go to train, val and test', () => {
  const counts = { train: 0, val: 0, test: 0 };
  for (let i = 0; i < 20_000; i++) counts[splitOf(`image-${i}`)]++;
  expect(Math.abs(counts.train - 18_000)).toBeLessThan(200);
  expect(Math.abs(counts.val - 1000)).toBeLessThan(150);
  expect(Math.abs(counts.test - 1000)).toBeLessThan(150);
});
