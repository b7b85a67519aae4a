import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import { resize } from '../resize.ts';
import { labOf, rgbOf } from './cielab.ts';
import { chromaOf, lightnessOf, withChroma } from './lab-pictures.ts';

describe('CIELAB', () => {
  // As rgb2lab of scikit-image 0.26 gives them, to two digits.
  test.each([
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
    [
      [255, 255, 255],
      [100, 0, 0],
    ],
    [
      [255, 0, 0],
      [53.24, 80.09, 67.2],
    ],
    [
      [0, 255, 0],
      [87.74, -86.18, 83.18],
    ],
    [
      [0, 0, 255],
      [32.3, 79.19, -107.86],
    ],
    [
      [128, 128, 128],
      [53.59, 0, 0],
    ],
    [
      [10, 20, 30],
      [5.95, -0.67, -8.14],
    ],
  ] as const)('of %j is %j', (rgb: readonly [number, number, number], lab) => {
    const found = labOf(...rgb);
    for (const [i, value] of lab.entries()) expect(Math.abs((found[i] as number) - value)).toBeLessThan(0.02);
  });

  test('of every tenth colour comes back to within a hundredth of a byte', () => {
    for (let red = 0; red < 256; red += 17)
      for (let green = 0; green < 256; green += 17)
        for (let blue = 0; blue < 256; blue += 17)
          for (const [i, value] of rgbOf(labOf(red, green, blue)).entries())
            expect(Math.abs(value - ([red, green, blue][i] as number))).toBeLessThan(0.01);
  });
});

describe('a picture as lightness and colours', () => {
  const picture = noise(12, 9, 'lab');

  test('is put together again', () => {
    const [lightness, chroma] = [lightnessOf(picture), chromaOf(picture)];
    expect([lightness.data.length, chroma.data.length]).toEqual([108, 216]);
    expect([...withChroma(lightness, chroma).data]).toEqual([...picture.data]);
    for (const { data } of [lightness, chroma]) expect([...data].every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  test('takes colours of another size, and keeps its lightness', () => {
    const small = resize(chromaOf(picture), 4, 3);
    const made = withChroma(lightnessOf(picture), small);
    expect([made.width, made.height]).toEqual([12, 9]);
    const grey = withChroma(lightnessOf(picture), { data: new Float32Array(24).fill(0.5), width: 4, height: 3 });
    for (let i = 0; i < grey.data.length; i += 3)
      expect(Math.max(...grey.data.slice(i, i + 3)) - Math.min(...grey.data.slice(i, i + 3))).toBeLessThanOrEqual(1);
    const [own, kept] = [lightnessOf(picture), lightnessOf(grey)];
    expect([...own.data].every((value, i) => Math.abs(value - (kept.data[i] as number)) < 0.01)).toBe(true);
  });
});
