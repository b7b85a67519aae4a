import { describe, expect, test } from '@jest/globals';
import { cast, memory, mul, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { encodeSafetensorsToBytes } from './encode-safetensors.ts';
import { int8ToTensor } from './int8-tensor.ts';
import { parseSafetensors } from './parse-safetensors.ts';
import { SafetensorsError } from './safetensors-error.ts';
import type { SafetensorsEntry } from './safetensors-file.ts';
import { int8Entries } from './smaller-entries.ts';
import { toTensors } from './to-tensor.ts';

/** An engine that multiplies in its own way may round the last bit of a product differently. */
const LAST_BIT = 2 ** -23;

const scale = (values: number[], shape: number[], dtype: 'F32' | 'I32' = 'F32'): SafetensorsEntry => ({
  dtype,
  shape,
  data: new Uint8Array(Float32Array.from(values).buffer),
});

/** Two channels of 2 values, along axis 1. */
const weight: SafetensorsEntry = {
  dtype: 'I8',
  shape: [2, 2],
  data: new Uint8Array(Int8Array.of(127, -3, -128, 0).buffer),
};

function refusal(given: SafetensorsEntry | undefined): string {
  const before = memory().numTensors;
  try {
    int8ToTensor({ name: 'down1.weight', weight, scale: given, axis: 1 });
  } catch (error) {
    expect(error).toMatchObject({ name: 'SafetensorsError', code: 'scale' });
    expect(memory().numTensors).toBe(before);
    return (error as Error).message;
  }
  return 'taken';
}

describe('a tensor in 8 bits', () => {
  test('has the values weight x scale, in no memory of the file', () => {
    const given = scale([0.5, 2], [1, 2]);
    const read = int8ToTensor({ name: 'x', weight, scale: given, axis: 1 });
    given.data.fill(0);
    expect(Array.from(read.dataSync())).toEqual([63.5, -6, -64, 0]);
    expect(read).toMatchObject({ shape: [2, 2], dtype: 'float32' });
    read.dispose();
  });

  test('is refused in one line without its scales, or with scales that cannot be', () => {
    const about = 'Tensor "down1.weight.scale": expected ';
    const end = '. The file is damaged or not an 8-bit copy; export it again.';
    expect(refusal(undefined)).toBe(`${about}scales in F32 of shape [1, 2], got none${end}`);
    expect(refusal(scale([1, 2], [2]))).toBe(`${about}scales in F32 of shape [1, 2], got F32 of shape [2]${end}`);
    expect(refusal(scale([1, 2], [2, 1]))).toContain('got F32 of shape [2, 1]');
    expect(refusal(scale([1, 2], [1, 2], 'I32'))).toContain('got I32 of shape [1, 2]');
    for (const bad of [0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY, 3e38, -Number.MIN_VALUE])
      expect(refusal(scale([1, bad], [1, 2]))).toMatch(
        /^Tensor .* expected scales above 0 and at most 2\^120, got \S+ for channel 1\. .*$/,
      );
  });

  test('is what any reader makes of the file by multiplying weight and scale', async () => {
    const values = Float32Array.from({ length: 4 * 4 * 3 * 5 }, (_, i) => Math.sin(i * i) * 10 ** ((i % 5) - 3));
    for (const axis of [2, 3]) {
      const file = parseSafetensors(await encodeSafetensorsToBytes(int8Entries('w', values, [4, 4, 3, 5], axis)));
      const plain = toTensors(file); // I8 as integers, F32: what every program has
      const product = mul(cast(plain.w as Tensor, 'float32'), plain['w.scale'] as Tensor);
      const ours = int8ToTensor({
        name: 'w',
        weight: file.tensors.get('w') as SafetensorsEntry,
        scale: file.tensors.get('w.scale'),
        axis,
      });
      const [left, right] = [product.dataSync(), ours.dataSync()];
      left.forEach((value, i) => {
        expect(Math.abs(value - (right[i] as number))).toBeLessThanOrEqual(LAST_BIT * Math.abs(value));
      });
      expect(left.some((value) => value !== 0)).toBe(true);
    }
  });

  test('whatever its bytes and scales are, is finite or refused with the one error', () => {
    const bytes = fc.uint8Array({ minLength: 24, maxLength: 24 });
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(bytes, bytes, fc.boolean(), fc.constantFrom(0, 1, 2), (data, scales, tame, axis) => {
        if (tame) for (let i = 3; i < 24; i += 4) scales[i] = (scales[i] as number) & 0x3f; // positive, below 2
        const shape = [2, 3, 4].map((size, dimension) => (dimension === axis ? size : 1));
        const count = 4 * (shape[axis] as number);
        const given = { dtype: 'F32', shape, data: scales.subarray(0, count) } as const;
        try {
          const read = int8ToTensor({ name: 'x', weight: { dtype: 'I8', shape: [2, 3, 4], data }, scale: given, axis });
          outcomes.add('read');
          const finite = read.dataSync().every(Number.isFinite);
          read.dispose();
          return finite;
        } catch (error) {
          outcomes.add('refused');
          return error instanceof SafetensorsError && !error.message.includes('\n');
        }
      }),
      { numRuns: 5000 },
    );
    expect([...outcomes].sort()).toEqual(['read', 'refused']);
  });
});
