import { describe, expect, test } from '@jest/globals';
import { encodeSafetensorsToBytes } from './encode-safetensors.ts';
import { halfToFloat32 } from './half-floats.ts';
import { parseSafetensors } from './parse-safetensors.ts';
import { float16Entry, int8Entries } from './smaller-entries.ts';

const shape = [4, 4, 8, 16];
const values = Float32Array.from({ length: 2048 }, (_, i) => Math.cos(i * i) * 0.02);

describe('smaller entries', () => {
  test('in float16 are half as large, and 11 bits exact', async () => {
    const bytes = await encodeSafetensorsToBytes([float16Entry('w', values, shape)]);
    const read = parseSafetensors(bytes).tensors.get('w');
    expect(read).toMatchObject({ dtype: 'F16', shape });
    expect(read?.data).toHaveLength(values.length * 2);
    halfToFloat32(read?.data as Uint8Array).forEach((half, i) => {
      const value = values[i] as number;
      // Half a unit in the last of 11 bits, or of 2^-24 below the smallest normal half.
      expect(Math.abs(half - value)).toBeLessThanOrEqual(Math.max(2 ** -11 * Math.abs(value), 2 ** -25));
    });
  });

  test('in 8 bits take a quarter and four bytes per channel, the scales as a tensor of their own', async () => {
    const { tensors } = parseSafetensors(await encodeSafetensorsToBytes(int8Entries('up1.weight', values, shape, 2)));
    expect([...tensors.keys()]).toEqual(['up1.weight.scale', 'up1.weight']);
    expect(tensors.get('up1.weight')).toMatchObject({ dtype: 'I8', shape });
    expect(tensors.get('up1.weight')?.data).toHaveLength(values.length);
    expect(tensors.get('up1.weight.scale')).toMatchObject({ dtype: 'F32', shape: [1, 1, 8, 1] });
  });

  test('refuse in one line what they cannot hold', () => {
    const half = (value: number) => () => float16Entry('down1.weight', Float32Array.of(1, value), [2]);
    expect(half(65504)().dtype).toBe('F16');
    expect(half(65505)).toThrow(
      'Tensor "down1.weight": expected values of at most 65504, got 65505. Use 8 bits, or keep float32.',
    );
    for (const value of [-70000, Number.NaN, Number.NEGATIVE_INFINITY]) expect(half(value)).toThrow(/^Tensor [^\n]+$/);
    const int8 = (value: number) => () => int8Entries('w', Float32Array.of(1, value), [1, 2], 1);
    expect(int8(65505)()).toHaveLength(2);
    for (const value of [3e38, Number.NaN, Number.POSITIVE_INFINITY])
      expect(int8(value)).toThrow(/^Tensor "w": expected values of at most 1\.68\S+e\+38, got \S+\. Keep float32\.$/);
  });
});
