import { expect, test } from '@jest/globals';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { memory } from '@tensorflow/tfjs-core';
import { tinyRun } from './testing/tiny-run.ts';
import { train } from './train.ts';

test('no tensor is left behind over 1,000 steps, and none at all when the run is left in the middle', async () => {
  const before = memory().numTensors;
  let early = 0;
  const options = { steps: 2000, saveEvery: 100, sampleEvery: 100, samples: noisePairs(1, 32), logEvery: 7 };
  for await (const event of train(tinyRun(options))) {
    if (event.type !== 'checkpoint') continue;
    if (event.step === 100) early = memory().numTensors;
    if (event.step < 1100) continue;
    expect(memory().numTensors).toBe(early);
    break;
  }
  expect(memory().numTensors).toBe(before);
}, 300_000);
