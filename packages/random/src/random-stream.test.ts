import { describe, expect, test } from '@jest/globals';
import { hashText, randomState, randomStream, shuffledIndices } from './index.ts';

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('randomStream', () => {
  test('the same key gives the same numbers, whatever else was drawn', () => {
    const first = draws(5, randomStream(7, 'dropout', 3).uniform);
    draws(100, randomStream(7, 'dropout', 2).uniform);
    expect(draws(5, randomStream(7, 'dropout', 3).uniform)).toEqual(first);
  });

  test('an engine draws the same numbers from the state of a key', () => {
    // xoroshiro128+ (Blackman and Vigna 2018) on 64-bit integers.
    const [s01, s00, s11, s10] = randomState(7, 'dropout', 3).map((word) => BigInt.asUintN(32, BigInt(word)));
    let [a, b] = [((s01 as bigint) << 32n) | (s00 as bigint), ((s11 as bigint) << 32n) | (s10 as bigint)];
    const rotated = (word: bigint, by: bigint) => BigInt.asUintN(64, (word << by) | (word >> (64n - by)));
    const { uniform } = randomStream(7, 'dropout', 3);
    for (let i = 0; i < 1000; i++) {
      expect(uniform()).toBe(Number(BigInt.asUintN(32, a + b)) * 2 ** -32);
      b ^= a;
      a = BigInt.asUintN(64, rotated(a, 24n) ^ b ^ (b << 16n));
      b = rotated(b, 37n);
    }
  });

  test('keys that differ in one part, in type or in grouping give other numbers', () => {
    const keys = [[1, 2], [2, 1], [12], ['1', 2], ['1,2'], [1, 2, 0], [1, 3]];
    const firsts = keys.map((key) => randomStream(...key).uniform());
    expect(new Set(firsts).size).toBe(keys.length);
  });

  test('uniform numbers have mean 1/2 and variance 1/12, also over the first draw of neighbouring keys', () => {
    const stream = randomStream('uniform');
    for (const values of [
      draws(100_000, stream.uniform),
      draws(
        100_000,
        (
          (k) => () =>
            randomStream(1, k++).uniform()
        )(0),
      ),
    ]) {
      expect(mean(values)).toBeCloseTo(1 / 2, 2);
      expect(mean(values.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    }
  });

  test('normal numbers have the moments of the standard normal distribution', () => {
    const values = draws(400_000, randomStream('normal').normal);
    const moment = (power: number) => mean(values.map((value) => value ** power));
    expect(Math.abs(moment(1))).toBeLessThan(0.01);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.01);
    expect(Math.abs(moment(3))).toBeLessThan(0.03);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.06);
  });

  test('integers cover their range evenly', () => {
    const counts = new Array<number>(6).fill(0);
    const stream = randomStream('dice');
    for (let i = 0; i < 60_000; i++) (counts[stream.integer(6)] as number)++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

describe('shuffledIndices', () => {
  test('is a permutation that depends on the key', () => {
    const order = [...shuffledIndices(100, 1, 'epoch', 0)];
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...shuffledIndices(100, 1, 'epoch', 1)]).not.toEqual(order);
    expect([...shuffledIndices(100, 1, 'epoch', 0)]).toEqual(order);
  });

  test('every order of three comes up about as often', () => {
    const counts = new Map<string, number>();
    for (let key = 0; key < 6000; key++) {
      const order = shuffledIndices(3, key).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

test('hashText spreads neighbouring names over all its bits', () => {
  const bits = new Array<number>(32).fill(0);
  for (let i = 0; i < 4096; i++)
    for (let bit = 0; bit < 32; bit++) (bits[bit] as number) += (hashText(`image-${i}`) >>> bit) & 1;
  for (const ones of bits) expect(Math.abs(ones - 2048)).toBeLessThan(200);
});
