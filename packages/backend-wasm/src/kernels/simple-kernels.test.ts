import { describe, expect, test } from '@jest/globals';
import { engine, type NamedTensorMap, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { firstDifference, seededFloats } from '../testing/floats.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

// Sizes that are not a multiple of anything, around a vector's and around what several threads share.
const sizes = [1, 3, 4, 5, 15, 16, 17, 63, 64, 65, 67, 100_003];

const run = (name: string, inputs: object, attrs = {}): Tensor =>
  engine().runKernel(name, inputs as NamedTensorMap, attrs);

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test.each(sizes)('AddN adds from the first to the last: %d values', async (size) => {
    await useVariant(variant);
    for (const count of [2, 3, 4, 5, 6, 8]) {
      const terms = Array.from({ length: count }, (_, i) => seededFloats(size, i + 1, 10 ** i));
      const expected = Float32Array.from({ length: size }, (_, i) =>
        terms.map((term) => term[i] as number).reduce((sum, term) => Math.fround(sum + term)),
      );
      const inputs = terms.map((term) => tensor(term));
      expect(firstDifference(run('AddN', inputs).dataSync(), expected)).toBeUndefined();
    }
  });

  test.each(sizes)('Cast turns whole numbers and booleans into floats: %d values', async (size) => {
    await useVariant(variant);
    const integers = Int32Array.from({ length: size }, (_, i) => Math.imul(i + 1, 1_664_525_011));
    const floats = run('Cast', { x: tensor(integers, [size], 'int32') }, { dtype: 'float32' });
    expect(firstDifference(floats.dataSync(), Float32Array.from(integers))).toBeUndefined();
    const booleans = Uint8Array.from(integers, (value) => (value >> 7) & 1);
    const numbers = run('Cast', { x: tensor(booleans, [size], 'bool') }, { dtype: 'float32' });
    expect(firstDifference(numbers.dataSync(), Float32Array.from(booleans))).toBeUndefined();
    const same = run('Cast', { x: floats }, { dtype: 'float32' });
    floats.dispose();
    expect(firstDifference(same.dataSync(), Float32Array.from(integers))).toBeUndefined();
    const whole = run('Cast', { x: tensor([1.5, -2.5]) }, { dtype: 'int32' });
    expect([...whole.dataSync()]).toEqual([1, -2]);
  });

  test.each(sizes)('Fill, ZerosLike and OnesLike give one value: %d values', async (size) => {
    await useVariant(variant);
    // What was in the memory before must not be seen.
    run('Fill', {}, { shape: [size + 8], value: -7 }).dispose();
    const x = tensor(seededFloats(size, 1));
    const filled = run('Fill', {}, { shape: [size], value: 2.5, dtype: 'float32' });
    for (const [y, value] of [
      [filled, 2.5],
      [run('ZerosLike', { x }), 0],
      [run('OnesLike', { x }), 1],
    ] as const)
      expect(firstDifference(y.dataSync(), new Float32Array(size).fill(value))).toBeUndefined();
    expect([...run('Fill', {}, { shape: [2], value: 3, dtype: 'int32' }).dataSync()]).toEqual([3, 3]);
  });

  test.each(sizes)('Greater compares with one value, and Select takes one of two: %d values', async (size) => {
    await useVariant(variant);
    const values = seededFloats(size, 1, 3);
    values[size - 1] = 0.25;
    if (size > 4) values[2] = Number.NaN;
    const condition = run('Greater', { a: tensor(values), b: tensor(0.25) });
    expect(condition.dtype).toBe('bool');
    expect(
      firstDifference(
        condition.dataSync(),
        Uint8Array.from(values, (v) => (v > 0.25 ? 1 : 0)),
      ),
    ).toBeUndefined();
    const [t, e] = [seededFloats(size, 2), seededFloats(size, 3)];
    const chosen = run('Select', { condition, t: tensor(t), e: tensor(e) });
    const expected = values.map((v, i) => (v > 0.25 ? t : e)[i] as number);
    expect(firstDifference(chosen.dataSync(), expected)).toBeUndefined();
  });

  test('Greater of two tensors is left to the stock kernel', async () => {
    await useVariant(variant);
    expect([...run('Greater', { a: tensor([1, 5, 3]), b: tensor([2, 4, 3]) }).dataSync()]).toEqual([0, 1, 0]);
  });

  test.each([
    [[2, 3, 5, 7], 2, 2],
    [[3, 1, 4, 1], 3, 1],
    [[1, 5, 1, 18], 1, 4],
    [[2, 31, 33, 20], 2, 3],
  ])('ResizeNearestNeighborGrad sums blocks of the batch: %p, %d by %d', async (shape, down, across) => {
    await useVariant(variant);
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const dy = seededFloats(batch * height * down * width * across * channels, 4).map((v) => Math.round(v * 8));
    const expected = new Float32Array(batch * height * width * channels);
    dy.forEach((value, i) => {
      const c = i % channels;
      const x = Math.floor(i / channels) % (width * across);
      const y = Math.floor(i / channels / (width * across)); // rows of all images
      (expected[(Math.floor(y / down) * width + Math.floor(x / across)) * channels + c] as number) += value;
    });
    const dyShape = [batch, height * down, width * across, channels];
    const inputs = { images: tensor(new Float32Array(expected.length), shape), dy: tensor(dy, dyShape) };
    const dx = run('ResizeNearestNeighborGrad', inputs, { alignCorners: false });
    expect(dx.shape).toEqual(shape);
    expect(firstDifference(dx.dataSync(), expected)).toBeUndefined();
  });

  test('DropoutMask draws each image from its state', async () => {
    await useVariant(variant);
    // xoroshiro128+ on 64-bit integers; states with and without the highest bits.
    const states = [1, 2, 3, 4, -5, 6, -7, 8, 2 ** 31 - 1, -(2 ** 31), 77, -1, 9, 10, 11, 12, -13, 14, 15, -16];
    const size = 3 * 5 * 7;
    const expected = Array.from({ length: 5 }, (_, image) =>
      maskBits(states.slice(4 * image, 4 * image + 4), size, 0.3),
    );
    const mask = run('DropoutMask', {}, { shape: [5, 3, 5, 7], rate: 0.3, states });
    expect([...mask.dataSync()]).toEqual(expected.flat());
  });
});

function maskBits(state: number[], count: number, rate: number): number[] {
  const [s01, s00, s11, s10] = state.map((word) => BigInt.asUintN(32, BigInt(word))) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  let [a, b] = [(s01 << 32n) | s00, (s11 << 32n) | s10];
  const rotated = (word: bigint, by: bigint) => BigInt.asUintN(64, (word << by) | (word >> (64n - by)));
  return Array.from({ length: count }, () => {
    const draw = Number(BigInt.asUintN(32, a + b)) * 2 ** -32;
    b ^= a;
    a = BigInt.asUintN(64, rotated(a, 24n) ^ b ^ (b << 16n));
    b = rotated(b, 37n);
    return draw < rate ? 0 : 1;
  });
}
