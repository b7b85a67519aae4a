import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { pictureHeader } from './picture-header.ts';

const picture = (width = 37, height = 21) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 40, b: 90, alpha: 0.5 } } });

test.each([
  ['image/png', () => picture().png()],
  ['image/jpeg', () => picture().jpeg({ progressive: true })],
  ['image/webp', () => picture().webp()],
  ['image/webp', () => picture().removeAlpha().webp()],
  ['image/webp', () => picture().webp({ lossless: true })],
  ['image/gif', () => picture().gif()],
  ['image/avif', () => picture().avif()],
])('an %s says its size, and that it has no colour profile', async (type, encoded) => {
  const file = new Uint8Array(await encoded().toBuffer());
  expect(pictureHeader(file)).toEqual({ type, width: 37, height: 21, hasProfile: false });
  for (const length of [0, 5, 12, 20, 30]) pictureHeader(file.subarray(0, length)); // cut anywhere, it is no fault
});

test.each([
  ['PNG', () => picture().png()],
  ['JPEG', () => picture().jpeg()],
  ['WebP', () => picture().webp()],
  ['AVIF', () => picture().avif()],
])('a %s with a colour profile says so', async (_, encoded) => {
  const file = new Uint8Array(await encoded().withIccProfile('p3').toBuffer());
  expect(pictureHeader(file)).toMatchObject({ width: 37, height: 21, hasProfile: true });
});

test('nothing is said of what is none of these', () => {
  expect(pictureHeader(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeUndefined();
  expect(pictureHeader(Uint8Array.of(0xff, 0xd8, 0xff, 0xd9, 0, 0))).toBeUndefined();
});
