import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bfloat16ToFloat32, float32ToHalf, halfToFloat32 } from './half-floats.ts';
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

  test('are written as the nearest half: every half comes back, and what lies between two goes to the nearer one, or to even', () => {
    const halves = halfToFloat32(new Uint8Array(Uint16Array.from({ length: 0x7c00 }, (_, bits) => bits).buffer));
    const given: number[] = [];
    const right: number[] = [];
    for (let bits = 0; bits < 0x7bff; bits++) {
      const low = halves[bits] as number;
      const middle = (low + (halves[bits + 1] as number)) / 2; // exact in float32, which has 13 bits more
      const even = bits % 2 === 0 ? bits : bits + 1;
      given.push(low, nextFloat(middle, -1), middle, nextFloat(middle, 1), -middle);
      right.push(bits, bits, even, bits + 1, even | 0x8000);
    }
    expect(halvesOf(given)).toEqual(right);
    expect(halvesOf([65504, 65519.99609375, 65520, -1e30, Number.POSITIVE_INFINITY])).toEqual([
      0x7bff, 0x7bff, 0x7c00, 0xfc00, 0x7c00,
    ]);
    expect(halvesOf([2 ** -25, 2 ** -149, -(2 ** -26), Number.NaN])).toEqual([0, 0, 0x8000, 0x7e00]);
  });
});

/** The float32 next to a positive one. */
function nextFloat(value: number, step: -1 | 1): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  bits[0] = (bits[0] as number) + step;
  return new Float32Array(bits.buffer)[0] as number;
}

function halvesOf(values: number[]): number[] {
  return Array.from(new Uint16Array(float32ToHalf(Float32Array.from(values)).buffer));
}
