import { expect, test } from '@jest/globals';
import { withEnvironment } from '@pix2pix-ts/testing/with-environment';
import { dataAdvice, describeSlowPart, slowPart } from './data-advice.ts';
import type { DataSpeed, Speed } from './diagnosis.ts';

const speed: Speed = { preset: 'fast', imageSize: 64, batch: 4, gigaflops: 60, trainStepMs: 80, translateMs: 9 };
const data = (stepMs: number, side = 64): DataSpeed => ({
  folder: 'faces',
  pairs: 9,
  width: side,
  height: side,
  imageMs: 4,
  batchMs: 9,
  stepMs,
});
const cores = (count: number) => ({ cores: count });

test('the engine is slow where a step takes as long with data in memory, the data where it mostly waits', () => {
  expect([60, 80, 90, 100, 150, 161, 800].map((stepMs) => slowPart(data(stepMs), speed))).toEqual([
    'engine',
    'engine',
    'engine',
    'both',
    'both',
    'data',
    'data',
  ]);
  expect(describeSlowPart(data(85), speed)).toMatch(/^The engine is the slow part/);
  expect(describeSlowPart(data(100), speed)).toMatch(/the data costs 20 % of each step\.$/);
  expect(describeSlowPart(data(800), speed)).toMatch(/^The data is the slow part: 90 % of each step/);
});

test('what helps slow data is smaller pictures, more threads that decode, or a faster disk', async () => {
  await withEnvironment({ UV_THREADPOOL_SIZE: undefined }, async () => {
    expect(dataAdvice(data(85, 4000), speed, cores(8))).toEqual([]);
    expect(dataAdvice(data(800, 2000), speed, cores(2))).toEqual([
      'Make smaller copies of the pictures beforehand, of about 128 px a side: they have 2000x2000 on average, and each is decoded in full to train on 64x64.',
    ]);
    expect(dataAdvice(data(800), speed, cores(8))).toEqual([
      'Set UV_THREADPOOL_SIZE=8: pictures are decoded on 4 of 8 cores.',
    ]);
    expect(dataAdvice(data(800), speed, cores(2))).toEqual([
      expect.stringMatching(/^Put the pictures on a fast local disk/),
    ]);
  });
});
