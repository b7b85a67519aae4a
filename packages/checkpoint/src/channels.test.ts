import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dequantizeChannels, quantizeChannels } from './channels.ts';

/** Doubles rounded to float32, once for the scale and once for the product. */
const ROUNDING = 2 ** -22;

describe('rounding to 8 bits', () => {
  test('takes max |value| / 127 of each channel as its scale', () => {
    // Channels along axis 1: [127, -63.5] and [-2, 1].
    const { values, scales } = quantizeChannels(Float32Array.of(127, -2, -63.4, 1), [2, 2], 1);
    expect(Array.from(scales)).toEqual([1, Math.fround(2 / 127)]);
    expect(Array.from(values)).toEqual([127, -127, -63, 64]); // 1 / (2 / 127) = 63.5
  });

  test('gives each place along its axis a channel, in every dimension', () => {
    const shape = [2, 3, 4];
    const values = Float32Array.from({ length: 24 }, (_, i) => i + 1);
    const largest = [
      [12, 24],
      [16, 20, 24],
      [21, 22, 23, 24],
    ];
    largest.forEach((most, axis) => {
      const { scales } = quantizeChannels(values, shape, axis);
      expect(Array.from(scales)).toEqual(most.map((value) => Math.fround(value / 127)));
    });
  });

  test('moves no value by more than half a scale, whatever the values are, and keeps zero and signs', () => {
    const float = fc.float({ noNaN: true, min: -(2 ** 120), max: 2 ** 120 });
    const near = fc.integer({ min: -1000, max: 1000 }).map((whole) => whole / 4096);
    const values = fc.oneof(float, near, fc.constantFrom(0, -0, 2 ** -149, -(2 ** -127), 190 * 2 ** -149));
    const given = fc.array(values, { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(given, fc.constantFrom(0, 1, 2), (numbers, axis) => {
        const shape = [2, 3, 4];
        const floats = Float32Array.from(numbers);
        const rounded = quantizeChannels(floats, shape, axis);
        const back = dequantizeChannels(rounded, shape, axis);
        const inner = [12, 4, 1][axis] as number;
        return floats.every((value, i) => {
          const scale = rounded.scales[Math.floor(i / inner) % (shape[axis] as number)] as number;
          const error = Math.abs((back[i] as number) - value);
          const quantized = rounded.values[i] as number;
          return scale > 0 && error <= scale / 2 + ROUNDING * Math.abs(value) && quantized * value >= 0;
        });
      }),
      { numRuns: 5000 },
    );
  });

  test('of a channel of zeros gives zeros, and a scale above 0', () => {
    const rounded = quantizeChannels(Float32Array.of(0, 5, 0, -5), [2, 2], 1);
    expect(rounded.scales[0]).toBeGreaterThan(0);
    expect(Array.from(dequantizeChannels(rounded, [2, 2], 1)).map(Math.abs)).toEqual([0, 5, 0, 5]);
  });
});
