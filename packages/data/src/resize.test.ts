import { describe, expect, test } from '@jest/globals';
import { readResizeFixture } from '@pix2pix-ts/reference';
import { negative, noise } from '@pix2pix-ts/testing/noise';
import { assert, integer, property } from 'fast-check';
import { resize } from './resize.ts';
import { largestDifference } from './testing/largest-difference.ts';

describe('resize', () => {
  test.each(readResizeFixture().map((fixture) => [fixture.name, fixture] as const))(
    'gives the values of Pillow: %s',
    (_, { source, resized }) => {
      const ours = resize({ ...source, data: source.rgb }, resized.width, resized.height);
      expect(largestDifference(ours, { ...resized, data: resized.rgb })).toBe(0);
    },
  );

  test('leaves an image of the right size untouched', () => {
    const pixels = noise(5, 7);
    expect(resize(pixels, 5, 7)).toBe(pixels);
  });

  test('keeps a plain colour, to whatever size', () => {
    const size = integer({ min: 1, max: 40 });
    assert(
      property(size, size, size, size, integer({ min: 0, max: 255 }), (fromWidth, fromHeight, width, height, value) => {
        const data = new Uint8Array(fromWidth * fromHeight * 3).fill(value);
        const resized = resize({ data, width: fromWidth, height: fromHeight }, width, height);
        expect([resized.width, resized.height]).toEqual([width, height]);
        expect([...resized.data]).toEqual(new Array(width * height * 3).fill(value));
      }),
    );
  });

  test('treats dark and light alike, so the negative resizes to the negative', () => {
    const size = integer({ min: 1, max: 24 });
    assert(
      property(size, size, size, size, (fromWidth, fromHeight, width, height) => {
        const pixels = noise(fromWidth, fromHeight, width);
        const [one, other] = [resize(pixels, width, height), resize(negative(pixels), width, height)];
        expect(largestDifference(one, negative(other))).toBeLessThanOrEqual(2); // each of the two passes rounds
      }),
    );
  });
});
