import { describe, expect, test } from '@jest/globals';
import { concat, memory, split, type Tensor, tensor } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { firstDifference, seededFloats } from '../testing/floats.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

const sizeOf = (shape: number[]) => shape.reduce((a, b) => a * b, 1);

/** A shape, an axis of it, and the lengths of what is put together along it, 0 among them. */
const cases = fc
  .array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })
  .chain((shape) =>
    fc.tuple(fc.constant(shape), fc.nat(shape.length - 1), fc.array(fc.nat(5), { minLength: 2, maxLength: 4 })),
  );

/** Puts parts together and takes them apart again; each value must be where its position along the axis says. */
function expectJoined(shape: number[], axis: number, lengths: number[]): void {
  const before = memory().numTensors;
  const parts = lengths.map((length, i) => {
    const partShape = shape.map((size, j) => (j === axis ? length : size));
    return tensor(seededFloats(sizeOf(partShape), i), partShape);
  });
  const whole = concat(parts, axis);
  const apart = split(whole, lengths, axis);
  const inner = sizeOf(shape.slice(axis + 1));
  const total = lengths.reduce((a, b) => a + b);
  const all = whole.dataSync() as Float32Array;
  let first = 0;
  parts.forEach((part, i) => {
    const values = part.dataSync();
    const row = (lengths[i] as number) * inner;
    const inWhole = Float32Array.from(values, (_, place) => {
      return all[Math.floor(place / row) * total * inner + first + (place % row)] as number;
    });
    expect(firstDifference(inWhole, values)).toBeUndefined();
    expect(firstDifference((apart[i] as Tensor).dataSync(), values)).toBeUndefined();
    first += row;
  });
  for (const each of [...parts, whole, ...apart]) each.dispose();
  expect(memory().numTensors).toBe(before);
}

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('tensors put together along any axis come apart again', async () => {
    await useVariant(variant);
    fc.assert(fc.property(cases, (given) => expectJoined(...given)));
    expectJoined([2, 50, 60, 1], 3, [17, 8]);
    expectJoined([1, 90, 80, 5], 0, [1, 2]);
  });
});

test('int32 values are moved as they are', async () => {
  await useVariant({ threads: 2, fma: true, shared: true });
  const joined = concat([tensor([2 ** 31 - 1], [1], 'int32'), tensor([-5], [1], 'int32')]);
  expect(joined.dtype).toBe('int32');
  expect([...joined.dataSync()]).toEqual([2 ** 31 - 1, -5]);
});
