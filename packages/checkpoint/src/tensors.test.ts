import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { memory, scalar, type Tensor, tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { encodeSafetensorsToBytes } from './encode-safetensors.ts';
import { parseSafetensors } from './parse-safetensors.ts';
import { tensorEntries, tensorEntry } from './tensor-entry.ts';
import { toTensor, toTensors } from './to-tensor.ts';

const FIXTURES = join(__dirname, '../fixtures');
const official = parseSafetensors(readFileSync(join(FIXTURES, 'official.safetensors')));
const expected: Record<string, { shape: number[]; values: string[] }> = JSON.parse(
  readFileSync(join(FIXTURES, 'official.json'), 'utf8'),
);

function valuesOf(read: Tensor): number[] {
  return Array.from(read.dataSync());
}

describe('tensors of TensorFlow.js', () => {
  test('of a file that PyTorch wrote have its shapes and values', () => {
    const tensors = toTensors(official);
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, read] of Object.entries(tensors)) {
      expect(read.shape).toEqual(expected[name]?.shape);
      const values = expected[name]?.values.map((text) => Number(text.replace('inf', 'Infinity')));
      expect([name, valuesOf(read).map((value) => value + 0)]).toEqual([name, values?.map((value) => value + 0)]); // -0 is 0
      read.dispose();
    }
  });

  test('come back as they were written, and in no memory of the file', async () => {
    const given = {
      'down1.weight': tensor2d([1.5, -2, 3, 0.1], [2, 2]),
      steps: scalar(80_000, 'int32'),
      mask: tensor1d([true, false, true], 'bool'),
      nothing: tensor([], [0, 3]),
    };
    const bytes = await encodeSafetensorsToBytes(tensorEntries(given));
    const read = toTensors(parseSafetensors(bytes));
    bytes.fill(0);
    for (const [name, { shape, dtype }] of Object.entries(given)) expect(read[name]).toMatchObject({ shape, dtype });
    expect(Object.keys(read).sort()).toEqual(Object.keys(given).sort());
    for (const [name, one] of Object.entries(given)) expect(valuesOf(read[name] as Tensor)).toEqual(valuesOf(one));
  });

  test('are made from data at any offset', () => {
    const buffer = new Uint8Array(17);
    buffer.set(new Uint8Array(Float32Array.of(1, 2.5, -3).buffer), 5);
    const read = toTensor({ dtype: 'F32', shape: [3], data: buffer.subarray(5) });
    expect(valuesOf(read)).toEqual([1, 2.5, -3]);
    read.dispose();
  });

  test('are read from the engine when the writer asks for them', async () => {
    const given = scalar(1);
    const entry = tensorEntry('a', given);
    given.dispose();
    await expect(async () => entry.read()).rejects.toThrow('disposed');
  });

  test('are picked by name, and none is left behind where one is missing', () => {
    const before = memory().numTensors;
    const { scalar: picked } = toTensors(official, ['scalar']);
    expect(memory().numTensors).toBe(before + 1);
    picked?.dispose();
    expect(() => toTensors(official, ['scalar', 'up9.weight'])).toThrow('Expected a tensor named "up9.weight"');
    expect(memory().numTensors).toBe(before);
  });

  test('are refused where a dtype would lose values', () => {
    const wide = { dtype: 'F64', shape: [1], data: new Uint8Array(8) } as const;
    expect(() => toTensor(wide)).toThrow(expect.objectContaining({ code: 'not-in-tfjs' }));
    expect(() => tensorEntry('a', tensor1d(['text'], 'string'))).toThrow(
      expect.objectContaining({ code: 'not-in-tfjs' }),
    );
  });
});
