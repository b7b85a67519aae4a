import { expect, test } from '@jest/globals';
import { joinBytes } from './index.ts';

test('pieces are joined in their order, empty ones and views of others among them, and the result is none of them', () => {
  const piece = Uint8Array.of(1, 2, 3);
  const joined = joinBytes([piece.subarray(1), new Uint8Array(), piece]);
  expect(joined).toEqual(Uint8Array.of(2, 3, 1, 2, 3));
  piece.fill(9);
  expect(joined).toEqual(Uint8Array.of(2, 3, 1, 2, 3));
  expect(joinBytes([])).toEqual(new Uint8Array());
});
