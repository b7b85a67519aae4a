import { expect, jest, test } from '@jest/globals';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { abs, getBackend, getKernel, mean, memory, sub } from '@tensorflow/tfjs-core';
import { tinyBatchNormRun, tinyRun } from './testing/tiny-run.ts';
import { type TrainOptions, train } from './train.ts';

const compiles = () => getKernel('CompiledStep', getBackend()) !== undefined;
/** Steps whose JavaScript runs where an engine compiles them. */
const SEEN = 3;
const STEPS = SEEN + 2;

/** The learning rate falls, each step has other images, and dropout other masks. */
const changing: Partial<TrainOptions> & { steps: number } = {
  steps: STEPS,
  logEvery: 1,
  sampleEvery: 0,
  saveEvery: 0,
  schedule: 'linear',
  data: noisePairs(2 * STEPS, 32),
};

/** The losses of all steps, everything that is in the last state, and how many tensors there were after each step. */
async function told(options: TrainOptions) {
  const losses: unknown[] = [];
  const held: number[] = [];
  const state: Record<string, number[]> = {};
  for await (const event of train(options)) {
    if (event.type === 'step') {
      losses.push(event.losses);
      held.push(memory().numTensors);
    }
    if (event.type !== 'checkpoint') continue;
    for (const [name, tensor] of Object.entries(event.state.tensors)) state[name] = [...(await tensor.data())];
  }
  return { losses, state, held };
}

test.each([
  ['a U-Net with instance norm and bce', tinyRun(changing)],
  ['a ResNet with batch norm and lsgan', tinyBatchNormRun({ ...changing, adversarial: 'lsgan' })],
])('compiled steps of %s do what those of their JavaScript do, bit for bit', async (_, options) => {
  let calls = 0;
  const reconstruction: TrainOptions['reconstruction'] = (output, target) => {
    calls++;
    return mean(abs(sub(output, target)));
  };
  const warn = jest.spyOn(console, 'warn');
  const before = memory().numTensors;
  const compiled = await told({ ...options, reconstruction });
  expect(warn).not.toHaveBeenCalled();
  expect(calls).toBe(compiles() ? SEEN : STEPS);
  expect(memory().numTensors).toBe(before);
  expect(await told({ ...options, reconstruction, compile: false })).toEqual(compiled);
  expect(calls).toBe((compiles() ? SEEN : STEPS) + STEPS);
});

test('a run that is stopped among compiled steps goes on as if it had not been', async () => {
  const whole = await told(tinyRun({ ...changing, steps: 2 * STEPS, schedule: 'constant' }));
  let from: TrainOptions['from'];
  for await (const event of train(tinyRun({ ...changing, schedule: 'constant' })))
    if (event.type === 'checkpoint') {
      const tensors = Object.entries(event.state.tensors).map(([name, tensor]) => [name, tensor.clone()]);
      from = { step: STEPS, position: STEPS, tensors: Object.fromEntries(tensors) };
      break;
    }
  const rest = await told(tinyRun({ ...changing, steps: 2 * STEPS, schedule: 'constant', ...(from && { from }) }));
  expect(rest.losses).toEqual(whole.losses.slice(STEPS));
  expect(rest.state).toEqual(whole.state);
});
