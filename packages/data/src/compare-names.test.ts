import { expect, test } from '@jest/globals';
import { array, assert, property, string } from 'fast-check';
import { compareNames } from './compare-names.ts';

test('numbers count as numbers, also long ones and with zeros before them', () => {
  const sorted = [
    '',
    '1',
    '01',
    '2',
    '10',
    '99999999999999999999',
    '100000000000000000000',
    'a',
    'a1b',
    'a1b2',
    'a1b10',
  ];
  for (const shuffled of [[...sorted].reverse(), [...sorted].sort()]) {
    const order = shuffled.sort(compareNames).map((name) => name.replace(/^0+/, ''));
    expect(order).toEqual(sorted.map((name) => name.replace(/^0+/, '')));
  }
});

test('it is one order of all names, whatever order they came in', () => {
  const names = array(string({ unit: 'grapheme', maxLength: 6 }), { maxLength: 8 });
  assert(
    property(names, (some) => {
      const sorted = [...some].sort(compareNames);
      expect([...some].reverse().sort(compareNames)).toEqual(sorted);
      for (const [i, name] of sorted.entries())
        for (const later of sorted.slice(i)) expect(compareNames(name, later)).toBeLessThanOrEqual(0);
    }),
  );
});
