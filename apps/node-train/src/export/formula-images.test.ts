import { expect, test } from '@jest/globals';
import { FORMULA_IMAGES, formulaImage } from './formula-images.ts';

test('the generated pictures are line drawings and coloured shapes, each a different one', () => {
  const images = Array.from({ length: FORMULA_IMAGES }, (_, index) => formulaImage(index, 32));
  for (const [index, { data, width, height }] of images.entries()) {
    expect([width, height, data.length]).toEqual([32, 32, 32 * 32 * 3]);
    const colours = new Set(Array.from({ length: 32 * 32 }, (_, i) => data.subarray(3 * i, 3 * i + 3).join()));
    if (index % 2 === 0) {
      for (const ends of ['0,0,0', '255,255,255']) expect(colours).toContain(ends);
      expect([...colours].every((colour) => new Set(colour.split(',')).size === 1)).toBe(true);
    } else expect(colours.size).toBeGreaterThan(100);
  }
  expect(new Set(images.map(({ data }) => data.join())).size).toBe(FORMULA_IMAGES);
});
