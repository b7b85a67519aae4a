import { expect, test } from '@jest/globals';
import { imageSizeOf, longerSide, shorterSide, sidesOf, sizeText } from './image-size.ts';

test('a square is one number in a file and in words, and what is none is its width and its height', () => {
  expect(sidesOf(256)).toEqual({ width: 256, height: 256 });
  expect(imageSizeOf({ width: 256, height: 256 })).toBe(256);
  expect(imageSizeOf({ width: 256, height: 128 })).toEqual({ width: 256, height: 128 });
  expect([longerSide({ width: 64, height: 96 }), shorterSide({ width: 64, height: 96 })]).toEqual([96, 64]);
  expect([longerSide(32), shorterSide(32)]).toEqual([32, 32]);
  expect([256, { width: 256, height: 128 }, { width: 64, height: 64 }].map(sizeText)).toEqual(['256', '256x128', '64']);
});
