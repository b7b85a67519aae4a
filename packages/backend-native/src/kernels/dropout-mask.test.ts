import { expect, test } from '@jest/globals';
import { engine, type Tensor } from '@tensorflow/tfjs-core';

const states = [0x12345678, -5, 77, 0x0badf00d, 1, 2, -3, 4];

/** xoroshiro128+ (Blackman and Vigna 2018) on 64-bit integers: the lower 32 bits of each draw, as numbers from 0 to 1. */
function draws(state: readonly number[], count: number): number[] {
  const [high0, low0, high1, low1] = state.map((word) => BigInt.asUintN(32, BigInt(word))) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  let [a, b] = [(high0 << 32n) | low0, (high1 << 32n) | low1];
  const rotated = (word: bigint, by: bigint) => BigInt.asUintN(64, (word << by) | (word >> (64n - by)));
  return Array.from({ length: count }, () => {
    const drawn = Number(BigInt.asUintN(32, a + b)) * 2 ** -32;
    b ^= a;
    a = BigInt.asUintN(64, rotated(a, 24n) ^ b ^ (b << 16n));
    b = rotated(b, 37n);
    return drawn;
  });
}

test('each image of a mask is drawn by xoroshiro128+ from its own state', () => {
  const shape = [2, 5, 7, 3];
  for (const rate of [0, 0.3, 0.5, 1]) {
    const [mask] = engine().runKernel('DropoutMask', {}, { shape, rate, states }) as [Tensor];
    const expected = [0, 4].flatMap((at) => draws(states.slice(at, at + 4), 105).map((draw) => (draw < rate ? 0 : 1)));
    expect(mask.shape).toEqual(shape);
    expect([...mask.dataSync()]).toEqual(expected);
    mask.dispose();
  }
});

test('a mask whose states are not one of four words for each image is refused in one line', () => {
  expect(() => engine().runKernel('DropoutMask', {}, { shape: [2, 1, 1, 1], rate: 0.5, states: [1, 2, 3, 4] })).toThrow(
    'Expected a state of four words for each of 2 images, got 4 words. Take randomState of each.',
  );
});
