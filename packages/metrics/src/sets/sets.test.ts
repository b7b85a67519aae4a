import { describe, expect, test } from '@jest/globals';
import { readSetsFixture, setFeatures } from '@pix2pix-ts/reference';
import { createFeatureMoments, type Moments } from './feature-moments.ts';
import type { Features } from './features.ts';
import { frechetDistance } from './frechet-distance.ts';
import { kernelDistance, squaredMmd } from './kernel-distance.ts';

const fixture = readSetsFixture();
const { dimensions } = fixture;
const featuresOf = (name: string): Features => ({ values: setFeatures(fixture, name), dimensions });
const momentsOf = (...parts: Features[]): Moments => {
  const moments = createFeatureMoments();
  for (const part of parts) moments.add(part);
  return moments.result();
};
const pairOf = (names: string) => names.split(' ').map(featuresOf) as [Features, Features];

/** The largest difference. */
const apart = (values: ArrayLike<number>, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(value - (values[i] as number))));

describe('the moments of features', () => {
  test('are those of NumPy, however the features come', () => {
    const { values } = featuresOf('real');
    const cut = 7 * dimensions;
    const parts = [values.subarray(0, cut), values.subarray(cut)].map((part) => ({ values: part, dimensions }));
    for (const moments of [momentsOf({ values, dimensions }), momentsOf(...parts)]) {
      expect(moments.images).toBe(40);
      expect(apart(moments.mean, fixture.moments.mean)).toBeLessThan(1e-14);
      expect(apart(moments.covariance, fixture.moments.covariance)).toBeLessThan(1e-14);
    }
  });

  test('keep their digits where the mean is far from 0', () => {
    const values = Float32Array.of(1e7, 1e7 + 1, 1e7 + 2); // variance 1
    expect([...momentsOf({ values, dimensions: 1 }).covariance]).toEqual([1]);
  });

  test('refuse a single image, rows that are not full, and those of another network', () => {
    const moments = createFeatureMoments();
    expect(() => moments.result()).toThrow('Expected at least two images for a covariance, got 0. Add more.');
    moments.add({ values: Float32Array.of(1, 2), dimensions: 2 });
    expect(() => moments.result()).toThrow('got 1.');
    expect(() => moments.add({ values: Float32Array.of(1, 2, 3), dimensions: 2 })).toThrow('Expected rows of 2');
    expect(() => moments.add({ values: Float32Array.of(1, 2, 3), dimensions: 3 })).toThrow('Expected 2 features');
  });
});

describe('the Fréchet distance', () => {
  test.each(Object.entries(fixture.frechet))('of %s is that of SciPy', (names, expected) => {
    const [first, second] = pairOf(names).map((features) => momentsOf(features)) as [Moments, Moments];
    expect(Math.abs(frechetDistance(first, second) / expected - 1)).toBeLessThan(1e-10);
    expect(Math.abs(frechetDistance(second, first) / expected - 1)).toBeLessThan(1e-10);
  });

  test('of equal moments is 0, and of points that do not vary the square of their distance', () => {
    const real = momentsOf(featuresOf('real'));
    expect(frechetDistance(real, real)).toBeCloseTo(0, 10);
    const point = (x: number) => momentsOf({ values: Float32Array.of(x, 1, x, 1), dimensions: 2 });
    expect(frechetDistance(point(2), point(5))).toBe(9);
  });

  test('of normal distributions of one dimension is (m - n)^2 + (s - t)^2', () => {
    const [first, second] = [Float32Array.of(1, 3), Float32Array.of(4, 10)]; // deviations of sqrt(2) and sqrt(18)
    const expected = 5 ** 2 + (Math.sqrt(2) - Math.sqrt(18)) ** 2;
    const distance = frechetDistance(
      momentsOf({ values: first, dimensions: 1 }),
      momentsOf({ values: second, dimensions: 1 }),
    );
    expect(distance).toBeCloseTo(expected, 12);
  });

  test('refuses features of two networks', () => {
    const other = momentsOf({ values: Float32Array.of(1, 2), dimensions: 1 });
    expect(() => frechetDistance(momentsOf(featuresOf('few')), other)).toThrow('got 12 and 1. Use one network.');
  });
});

describe('the kernel distance', () => {
  test.each(Object.entries(fixture.squaredMmd))('of %s is that of NumPy, taken of all at once', (names, expected) => {
    const [first, second] = pairOf(names);
    expect(Math.abs(squaredMmd(first, second) / expected - 1)).toBeLessThan(1e-12);
    expect(kernelDistance(first, second)).toEqual({ mean: squaredMmd(first, second), deviation: 0 });
  });

  test('over many subsets is near that of all, and follows from the seed', () => {
    const [first, second] = pairOf('real fake');
    const all = squaredMmd(first, second);
    const options = { subsets: 400, subsetSize: 15 };
    const { mean, deviation } = kernelDistance(first, second, options);
    expect(deviation).toBeGreaterThan(0);
    expect(Math.abs(mean - all)).toBeLessThan((4 * deviation) / Math.sqrt(400));
    expect(kernelDistance(first, second, options).mean).toBe(mean);
    expect(kernelDistance(first, second, { ...options, seed: 1 }).mean).not.toBe(mean);
  });

  test('of a subset as large as the smaller set takes all of that set', () => {
    const [first, second] = pairOf('few fewer');
    const once = kernelDistance(first, second, { subsets: 1, subsetSize: 7 });
    expect(once.deviation).toBe(0);
    expect(once.mean).not.toBe(squaredMmd(first, second));
  });

  test('refuses single images, no subsets, and features of two networks', () => {
    const [first, second] = pairOf('few fewer');
    const one = { values: first.values.subarray(0, dimensions), dimensions };
    expect(() => squaredMmd(first, one)).toThrow('Expected at least two images in either set, got 8 and 1.');
    expect(() => kernelDistance(first, second, { subsetSize: 1 })).toThrow('got 1 and 1.');
    expect(() => kernelDistance(first, second, { subsets: 0, subsetSize: 2 })).toThrow('at least one subset, got 0');
    expect(() => squaredMmd(first, { values: Float32Array.of(1, 2), dimensions: 1 })).toThrow('got 12 and 1.');
  });
});
