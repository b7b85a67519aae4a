import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { makeImage } from '../testing/make-files.ts';
import { randomPixels } from '../testing/random-pixels.ts';
import { decodeImage } from './decode-image.ts';

test('what the first frame of a GIF leaves of its canvas is white, as browsers show it', async () => {
  // A canvas of 4x3 whose one frame of 2x1 red pixels begins at column 1 and row 1 (GIF89a, appendix F for the codes).
  const gif = Buffer.from([
    ...Buffer.from('GIF89a'),
    ...[4, 0, 3, 0, 0x80, 0, 0],
    ...[255, 0, 0, 0, 0, 255],
    ...[0x21, 0xfe, 2, 0x68, 0x69, 0], // a comment
    ...[0x2c, 1, 0, 1, 0, 2, 0, 1, 0, 0],
    ...[2, 2, 0x04, 0x0a, 0, 0x3b], // clear, 0, 0, end, each of three bits
  ]);
  const white = Array<number>(3).fill(255);
  const red = [255, 0, 0];
  const { width, height, data } = await decodeImage(gif);
  expect([width, height]).toEqual([4, 3]);
  expect([...data]).toEqual([
    ...[white, white, white, white].flat(),
    ...[white, red, red, white].flat(),
    ...[white, white, white, white].flat(),
  ]);
});

test('of an AVIF that moves the first frame is read', async () => {
  const still = await makeImage(randomPixels(8, 8), 'avif');
  const moving = Buffer.from(still);
  moving.write('avis', 8); // the brand; a file that moves holds its first frame as a still too
  await expect(sharp(moving).metadata()).rejects.toThrow('unsupported image format');
  expect(await decodeImage(moving)).toEqual(await decodeImage(still));
});
