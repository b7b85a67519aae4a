import { describe, expect, test } from '@jest/globals';
import { type RgbImage, readMetricsFixture, readMsSsimFixture } from '@pix2pix-ts/reference';
import type { Image } from './image.ts';
import { l1 } from './l1.ts';
import { compareImages } from './metrics.ts';
import { msSsim } from './ms-ssim.ts';
import { psnr } from './psnr.ts';
import { ssim } from './ssim.ts';

const imageOf = ({ rgb: data, width, height }: RgbImage): Image => ({ data, width, height });
const plain = (value: number, width = 12, height = 15): Image => ({
  data: new Uint8Array(width * height * 3).fill(value),
  width,
  height,
});

const fixture = readMetricsFixture();
const [first, second] = [imageOf(fixture.first), imageOf(fixture.second)];

describe('the metrics of two images', () => {
  test('are those of the reference, computed in Python', () => {
    const metrics = compareImages(first, second);
    expect(metrics.l1).toBeCloseTo(fixture.l1, 13);
    expect(metrics.psnr).toBeCloseTo(fixture.psnr, 11);
    expect(metrics.ssim).toBeCloseTo(fixture.ssim, 11);
  });

  test('do not depend on which of the two is the target', () => {
    expect(compareImages(second, first)).toEqual(compareImages(first, second));
  });

  test('of equal images are 0, 100 dB and 1', () => {
    const { l1, psnr, ssim } = compareImages(first, first);
    expect([l1, psnr]).toEqual([0, 100]);
    expect(ssim).toBeCloseTo(1, 12);
  });

  test('of plain images follow from the formulas', () => {
    const [black, grey, white] = [plain(0), plain(100), plain(255)];
    expect(l1(black, white)).toBe(2);
    expect(l1(black, grey)).toBeCloseTo(100 / 127.5, 14);
    expect(psnr(black, white)).toBeCloseTo(0, 12);
    expect(psnr(black, grey)).toBeCloseTo(20 * Math.log10(255 / 100), 12);
    const c1 = 2.55 ** 2; // without variance only the means are left
    expect(ssim(grey, white)).toBeCloseTo((2 * 100 * 255 + c1) / (100 ** 2 + 255 ** 2 + c1), 9);
  });

  test('weigh the colours in SSIM as eyes do: a green image is brighter than a blue one', () => {
    const colour = (channel: number): Image => {
      const { data, ...size } = plain(0);
      return { ...size, data: Array.from(data, (_, i) => (i % 3 === channel ? 255 : 0)) };
    };
    const [green, blue] = [0.587 * 255, 0.114 * 255];
    const c1 = 2.55 ** 2;
    expect(ssim(colour(1), colour(2))).toBeCloseTo((2 * green * blue + c1) / (green ** 2 + blue ** 2 + c1), 9);
  });

  test('PSNR of images that differ is below its bound at the usual sizes', () => {
    const almost = Uint8Array.from(plain(7, 200, 200).data);
    almost[4321] = 8;
    const expected = 10 * Math.log10(255 ** 2 * almost.length);
    expect(expected).toBeLessThan(100);
    expect(psnr(plain(7, 200, 200), { data: almost, width: 200, height: 200 })).toBeCloseTo(expected, 10);
  });

  test('SSIM takes an image of just the size of its window', () => {
    expect(ssim(plain(3, 11, 11), plain(3, 11, 11))).toBeCloseTo(1, 12);
  });
});

describe('MS-SSIM', () => {
  test.each(readMsSsimFixture())('is that of the reference at $first.width x $first.height', (reference) => {
    const [image, target] = [imageOf(reference.first), imageOf(reference.second)];
    expect(msSsim(image, target)).toBeCloseTo(reference.msSsim, 11);
    expect(msSsim(image, image)).toBeCloseTo(1, 12);
  });

  test('of plain images is the brightness of the last scale alone, and of an inverted image 0', () => {
    const [grey, white] = [plain(100, 161, 162), plain(255, 161, 162)];
    const c1 = 2.55 ** 2;
    const brightness = (2 * 100 * 255 + c1) / (100 ** 2 + 255 ** 2 + c1);
    expect(msSsim(grey, white)).toBeCloseTo(brightness ** 0.1333, 9);
    const stripes = Uint8Array.from(grey.data, (_, i) => (Math.floor(i / 3) % 2) * 255);
    expect(msSsim({ ...grey, data: stripes }, { ...grey, data: stripes.map((value) => 255 - value) })).toBe(0);
  });

  test('refuses images whose fifth scale would not hold the window', () => {
    expect(() => msSsim(plain(1, 400, 160), plain(1, 400, 160))).toThrow(
      'Expected images of at least 161x161 for MS-SSIM, got 400x160. Use larger ones, or SSIM.',
    );
  });
});

describe('the metrics refuse', () => {
  test.each([
    ['other sizes', plain(1, 12, 15), 'Expected two images of the same size, got 15x12 and 12x15. Resize one of them.'],
    [
      'too few values',
      { data: [1, 2], width: 15, height: 12 },
      'Expected an image of 15x12 pixels, at least one, with a value for each channel, got 2 values.',
    ],
    [
      'no pixel',
      { data: [], width: 0, height: 0 },
      'Expected an image of 0x0 pixels, at least one, with a value for each channel, got 0',
    ],
  ])('%s', (_, target, message) => {
    for (const metric of [l1, psnr, ssim, msSsim]) expect(() => metric(plain(1, 15, 12), target)).toThrow(message);
  });

  test('for SSIM, an image smaller than its window', () => {
    expect(() => ssim(plain(1, 64, 10), plain(1, 64, 10))).toThrow(
      'Expected images of at least 11x11 for SSIM, got 64x10. Use larger ones, or L1 and PSNR alone.',
    );
  });
});
