import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bfloat16ToFloat32, halfToFloat32 } from './half-floats.ts';
import { parseSafetensors } from './parse-safetensors.ts';

const FIXTURES = join(__dirname, '../fixtures');
const { tensors } = parseSafetensors(readFileSync(join(FIXTURES, 'official.safetensors')));
const expected = JSON.parse(readFileSync(join(FIXTURES, 'official.json'), 'utf8'));

/** Python's way to write what JSON cannot. */
function numberOf(text: string): number {
  return Number(text.replace('inf', 'Infinity'));
}

describe('16-bit floats', () => {
  test.each([
    ['float16', halfToFloat32],
    ['special16', halfToFloat32],
    ['bfloat16', bfloat16ToFloat32],
  ])('of tensor %s are the values that PyTorch wrote', (name, convert) => {
    const data = tensors.get(name)?.data as Uint8Array;
    expect(Array.from(convert(data))).toEqual(expected[name].values.map(numberOf));
  });

  test('are exact for every half there is: value by the formula of IEEE 754, order by the bits', () => {
    const finite = Array.from({ length: 0x7c00 }, (_, bits) => bits);
    const values = halfToFloat32(new Uint8Array(Uint16Array.from(finite).buffer));
    expect(values[1]).toBe(2 ** -24);
    expect(values[0x0400]).toBe(2 ** -14);
    expect(values[0x3c01]).toBe(1 + 2 ** -10);
    expect(values[0x7bff]).toBe(65504);
    expect(finite.every((bits) => bits === 0 || (values[bits] as number) > (values[bits - 1] as number))).toBe(true);
  });
});
