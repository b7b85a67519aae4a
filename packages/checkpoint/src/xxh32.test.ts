import { expect, test } from '@jest/globals';
import { createXxh32 } from './xxh32.ts';

const hashOf = (pieces: Uint8Array[]) => {
  const hash = createXxh32();
  for (const piece of pieces) hash.add(piece);
  return hash.digest();
};

// From the specification's sanity checks and the tests of the reference implementation.
test.each([
  ['', 0x02cc5d05],
  ['a', 0x550d7456],
  ['abc', 0x32d153ff],
  ['Nobody inspects the spammish repetition', 0xe2293b2f],
])('the hash of %j with the seed 0 is that of the reference', (text, hash) => {
  expect(hashOf([Buffer.from(text)])).toBe(hash);
});

test('pieces of any length at any place in memory give the hash of the whole', () => {
  const bytes = Uint8Array.from({ length: 200_003 }, (_, i) => (i * i) >> 3);
  const whole = hashOf([bytes]);
  for (const step of [1, 3, 16, 17, 65_537]) {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += step) pieces.push(bytes.subarray(at, at + step));
    expect([step, hashOf(pieces)]).toEqual([step, whole]);
  }
});
