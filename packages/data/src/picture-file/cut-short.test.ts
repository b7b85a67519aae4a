import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { isCutShort } from './cut-short.ts';

const picture = sharp({
  create: {
    width: 40,
    height: 30,
    channels: 3,
    background: '#c03020',
    noise: { type: 'gaussian', mean: 128, sigma: 30 },
  },
});

describe.each([
  ['PNG', () => picture.clone().png()],
  ['JPEG', () => picture.clone().jpeg()],
  [
    'progressive JPEG with Exif',
    () =>
      picture
        .clone()
        .jpeg({ progressive: true })
        .withExif({ IFD0: { Copyright: 'x' } }),
  ],
  ['WebP', () => picture.clone().webp()],
  ['GIF', () => picture.clone().gif()],
  ['AVIF', () => picture.clone().avif()],
])('a %s', (_, encoded) => {
  test('is cut short wherever it was cut, and complete with something after it', async () => {
    const file = new Uint8Array(await encoded().toBuffer());
    expect(isCutShort(file)).toBe(false);
    expect(isCutShort(Uint8Array.from([...file, ...file.subarray(0, 40)]))).toBe(false);
    // The bytes from which its type can be recognised.
    const uncaught = Array.from({ length: file.length - 12 }, (__, i) => i + 12).filter(
      (length) => !isCutShort(file.subarray(0, length)),
    );
    expect(uncaught.filter((length) => length < file.length - 6)).toEqual([]);
  });
});

test('nothing is said of what is not a PNG, JPEG, WebP, GIF or AVIF', () => {
  expect(isCutShort(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe(false);
  expect(isCutShort(new Uint8Array())).toBe(false);
});
