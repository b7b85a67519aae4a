import { expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import sharp from 'sharp';
import { makeImage } from '../testing/make-files.ts';
import { decodeImage } from './decode-image.ts';

test('of an AVIF that moves the first frame is read', async () => {
  const still = await makeImage(noise(8, 8), 'avif');
  const moving = Buffer.from(still);
  moving.write('avis', 8); // the brand; a file that moves holds its first frame as a still too
  await expect(sharp(moving).metadata()).rejects.toThrow('unsupported image format');
  expect(await decodeImage(moving)).toEqual(await decodeImage(still));
});

test('of a TIFF of many pages the first is read, and the others are not looked at', async () => {
  const page = await makeImage(noise(8, 8), 'tiff');
  const whole = await decodeImage(page);
  const first = page.readUInt32LE(4);
  const next = first + 2 + 12 * page.readUInt16LE(first);
  expect(page.readUInt32LE(next)).toBe(0);
  for (const where of [first, page.length + 1000, page.length - 1]) {
    page.writeUInt32LE(where, next); // itself, nothing, and what is not one
    await expect(sharp(page).raw().toBuffer()).rejects.toThrow();
    expect(await decodeImage(page)).toEqual(whole);
  }
});
