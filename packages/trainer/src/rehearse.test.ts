import { expect, test } from '@jest/globals';
import { memory } from '@tensorflow/tfjs-core';
import { rehearse } from './index.ts';
import { tinyBatchNormRun, tinyRun } from './testing/tiny-run.ts';
import { parseConfig, trainConfigSchema } from './train-config.ts';
import type { TrainOptions } from './train-options.ts';

const configOf = (options: TrainOptions) =>
  parseConfig(Object.fromEntries(Object.keys(trainConfigSchema.entries).map((name) => [name, options[name as never]])));

test.each([
  ['instance norm and dropout', tinyRun({ steps: 1 })],
  ['batch norm', tinyBatchNormRun({ steps: 1 })],
  ['a batch of two', tinyRun({ steps: 1, batch: 2 })],
])('a rehearsal is through at once and keeps nothing (%s)', (_, options) => {
  const { numTensors, numBytes } = memory();
  rehearse(configOf(options));
  expect(memory()).toMatchObject({ numTensors, numBytes });
});
