import { describe, expect, test } from '@jest/globals';
import { toFloat, toPixels } from './pixel-values.ts';

const everyByte = { data: Uint8Array.from({ length: 768 }, (_, i) => i >> 1), width: 16, height: 16 };

describe('toFloat', () => {
  test('is x / 127.5 - 1', () => {
    const values = toFloat({ data: Uint8Array.of(0, 51, 255), width: 1, height: 1 });
    expect([...values]).toEqual([-1, Math.fround(-0.6), 1]);
  });

  test('writes at the offset', () => {
    const into = new Float32Array(9).fill(7);
    toFloat({ data: Uint8Array.of(0, 0, 255), width: 1, height: 1 }, into, 3);
    expect([...into]).toEqual([7, 7, 7, -1, -1, 1, 7, 7, 7]);
  });
});

describe('toPixels', () => {
  test('takes every byte back', () => {
    expect([...toPixels(toFloat(everyByte), 16, 16).data]).toEqual([...everyByte.data]);
  });

  test('rounds to the nearest byte and clips', () => {
    const values = [-1.5, 1.5, -1 + 0.4 / 127.5, -1 + 0.6 / 127.5, Number.POSITIVE_INFINITY, 0.2];
    expect([...toPixels(values, 2, 1).data]).toEqual([0, 255, 0, 1, 255, 153]);
  });

  test('refuses a different number of values', () => {
    expect(() => toPixels(new Float32Array(12), 2, 1)).toThrow('Expected 2x1x3 values, got 12.');
  });
});
