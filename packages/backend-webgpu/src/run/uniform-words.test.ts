import { expect, test } from '@jest/globals';
import { uniformWords } from './uniform-words.ts';

const ints = (...data: number[]) => ({ type: 'int32', data });
const words = (...fields: Parameters<typeof uniformWords>[0]) => [...uniformWords(fields)];

test('scalars stand side by side, vectors where their alignment begins, and the end is rounded up to the widest', () => {
  expect(words(ints(1), ints(2), ints(3))).toEqual([1, 2, 3]);
  expect(words(ints(1), ints(2, 3))).toEqual([1, 0, 2, 3]);
  expect(words(ints(1), ints(2, 3, 4), ints(5))).toEqual([1, 0, 0, 0, 2, 3, 4, 5]);
  expect(words(ints(1, 2, 3, 4), ints(5))).toEqual([1, 2, 3, 4, 5, 0, 0, 0]);
});

test('five and six values are a struct: what follows begins at the next four', () => {
  expect(words(ints(1, 2, 3, 4, 5), ints(6))).toEqual([1, 2, 3, 4, 5, 0, 0, 0, 6, 0, 0, 0]);
  expect(words(ints(9), ints(1, 2, 3, 4, 5, 6))).toEqual([9, 0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0]);
});

test('a shape without axes is one 1, and each type has its own bits', () => {
  expect(words(ints(), ints(7))).toEqual([1, 7]);
  expect(words(ints(-1))).toEqual([0xffff_ffff]);
  expect(words({ type: 'uint32', data: [2 ** 32 - 2] })).toEqual([0xffff_fffe]);
  expect(words({ type: 'float32', data: [1, Number.POSITIVE_INFINITY] })).toEqual([0x3f80_0000, 0x7f80_0000]);
});
