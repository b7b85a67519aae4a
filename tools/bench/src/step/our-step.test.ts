import { expect, test } from '@jest/globals';
import { memory } from '@tensorflow/tfjs-core';
import { presetModel } from '../preset-model.ts';
import { startBackend } from '../process/start-backend.ts';
import { createOurStep } from './our-step.ts';

test('the step that is timed trains both networks, and leaks nothing', async () => {
  await startBackend('cpu');
  const { generator, discriminator, ...config } = presetModel('pytorch-gan');
  const { trainStep, translate } = createOurStep({
    ...config,
    generator: { ...generator, imageSize: 32, filters: 2 },
    discriminator: { ...discriminator, filters: 2 },
    learningRate: 1e-2,
    batch: 1,
  });
  const first = trainStep();
  const { numTensors } = memory();
  for (let step = 0; step < 6; step++) trainStep();
  const last = trainStep();
  translate();
  expect(memory().numTensors).toBe(numTensors);
  expect(last.generator).toBeLessThan(first.generator);
  expect(last.discriminator).not.toBe(first.discriminator);
});
