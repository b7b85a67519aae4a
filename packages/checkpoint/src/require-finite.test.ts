import { expect, test } from '@jest/globals';
import { requireFinite } from './require-finite.ts';

// IEEE 754: an exponent of ones is an infinity or a NaN; one less is the largest finite binade.
const CASES = [
  ['F32', 'NaN', [0, 0, 0xc0, 0x7f]],
  ['F32', 'NaN', [1, 0, 0x80, 0xff]],
  ['F32', '-Infinity', [0, 0, 0x80, 0xff]],
  ['F16', 'Infinity', [0, 0x7c]],
  ['F16', 'NaN', [1, 0x7c]],
  ['BF16', '-Infinity', [0x80, 0xff]],
  ['BF16', 'NaN', [0xc0, 0x7f]],
] as const;

const largest = { F32: [0xff, 0xff, 0x7f, 0x7f], F16: [0xff, 0x7b], BF16: [0x7f, 0x7f] };

test.each(CASES)('a value in %s that is %s is refused with the name of its tensor', (dtype, shown, bad) => {
  const before = Array.from({ length: 5 }, () => largest[dtype]).flat();
  const at = (bytes: readonly number[]) => Uint8Array.of(9, ...bytes).subarray(1); // at an odd place in memory
  const sound = { dtype, shape: [5], data: at(before) };
  expect(() => requireFinite([['w', sound]])).not.toThrow();
  const damaged = { dtype, shape: [6], data: at([...before, ...bad]) };
  expect(() =>
    requireFinite([
      ['w', sound],
      ['up2.weight', damaged],
    ]),
  ).toThrow(
    `Tensor "up2.weight": expected finite values, got ${shown} as value 5. The file is damaged, or training diverged; use an earlier checkpoint.`,
  );
});

test('integers have no NaN, whatever their bits', () => {
  const data = Uint8Array.of(0xff, 0xff, 0xff, 0xff);
  for (const dtype of ['I32', 'U8', 'I8', 'BOOL'] as const)
    expect(() => requireFinite([['n', { dtype, shape: [dtype === 'I32' ? 1 : 4], data }]])).not.toThrow();
});
