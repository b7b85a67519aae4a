import { describe, expect, test } from '@jest/globals';
import { createEvaluation } from './evaluation.ts';
import type { Image } from './image.ts';
import { createMeanImage } from './mean-image.ts';
import { createMeanMetrics } from './mean-metrics.ts';
import { compareImages } from './metrics.ts';

const plain = (value: number, side = 11): Image => ({
  data: new Uint8Array(side * side * 3).fill(value),
  width: side,
  height: side,
});

describe('the mean metrics', () => {
  test('counts each image alike', () => {
    const mean = createMeanMetrics();
    mean.add({ l1: 0.25, psnr: 10, ssim: 0.5 });
    mean.add({ l1: 0.75, psnr: 30, ssim: 1 });
    mean.add({ l1: 0.5, psnr: 20, ssim: 0 });
    expect(mean.images).toBe(3);
    expect(mean.mean()).toEqual({ l1: 0.5, psnr: 20, ssim: 0.5 });
  });

  test('has no mean of no images', () => {
    expect(() => createMeanMetrics().mean()).toThrow('Expected at least one image to take the mean of, got none.');
  });
});

describe('the mean image', () => {
  test('is the rounded mean of each value', () => {
    const mean = createMeanImage();
    for (const data of [
      [0, 10, 255],
      [0, 11, 255],
      [1, 11, 254],
    ])
      mean.add({ data, width: 1, height: 1 });
    expect(mean.image()).toEqual({ data: Uint8Array.of(0, 11, 255), width: 1, height: 1 });
  });

  test('refuses a different size, and to be read before the first image', () => {
    const mean = createMeanImage();
    expect(() => mean.image()).toThrow('Expected at least one image to take the mean of, got none.');
    mean.add(plain(1, 2));
    expect(() => mean.add(plain(1, 3))).toThrow('Expected two images of the same size, got 3x3 and 2x2.');
    expect(() => mean.add({ data: [1], width: 2, height: 2 })).toThrow('Expected an image of 2x2 pixels, at least one');
    expect(mean.image()).toEqual(plain(1, 2));
  });
});

describe('evaluation', () => {
  const images = [
    { input: plain(0), output: plain(90), target: plain(100) },
    { input: plain(20), output: plain(60), target: plain(50) },
  ];

  test('is the mean over the images, next to the input itself and the mean target', () => {
    const running = createEvaluation({ meanTarget: plain(75) });
    const each = images.map((image) => running.add(image));
    expect(each).toEqual(images.map(({ output, target }) => compareImages(output, target)));
    const { l1, images: count, baselines } = running.result();
    expect(count).toBe(2);
    expect(l1).toBeCloseTo(10 / 127.5, 12);
    expect(baselines.input.l1).toBeCloseTo((100 + 30) / 2 / 127.5, 12);
    expect(baselines.mean?.l1).toBeCloseTo(25 / 127.5, 12);
    expect(baselines.mean?.psnr).toBeCloseTo(20 * Math.log10(255 / 25), 10);
  });

  test('has no mean baseline where there is no mean target', () => {
    const running = createEvaluation({ meanTarget: null });
    for (const image of images) running.add(image);
    expect(running.result().baselines.mean).toBeNull();
  });

  test('leaves out an image that cannot be compared, from every mean', () => {
    const running = createEvaluation({ meanTarget: plain(75) });
    running.add(images[0] as (typeof images)[0]);
    const before = running.result();
    expect(() => running.add({ ...(images[1] as (typeof images)[0]), input: plain(1, 12) })).toThrow(
      'of the same size',
    );
    expect(running.result()).toEqual(before);
  });
});
