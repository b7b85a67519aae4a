import { expect, jest, test } from '@jest/globals';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { abs, getBackend, getKernel, mean, memory, sub } from '@tensorflow/tfjs-core';
import { tinyBatchNormRun, tinyRun } from './testing/tiny-run.ts';
import { type TrainOptions, train } from './train.ts';

const compiles = () => getKernel('CompiledStep', getBackend()) !== undefined;
/** Steps whose JavaScript runs where an engine compiles them. */
const SEEN = 3;
const STEPS = SEEN + 3;

/** The learning rate falls, each step has other images, and dropout other masks. */
const changing: Partial<TrainOptions> & { steps: number } = {
  steps: STEPS,
  logEvery: 1,
  sampleEvery: 0,
  saveEvery: 0,
  schedule: 'linear',
  data: noisePairs(2 * STEPS, 32),
};

/** The losses of all steps, and everything that is in the last state. */
async function told(options: TrainOptions) {
  const losses: unknown[] = [];
  const state: Record<string, number[]> = {};
  for await (const event of train(options)) {
    if (event.type === 'step') losses.push(event.losses);
    if (event.type !== 'checkpoint') continue;
    for (const [name, tensor] of Object.entries(event.state.tensors)) state[name] = [...(await tensor.data())];
  }
  return { losses, state };
}

test.each([
  ['a U-Net with instance norm and bce', tinyRun(changing)],
  ['a ResNet with batch norm and lsgan', tinyBatchNormRun({ ...changing, adversarial: 'lsgan' })],
])('compiled steps of %s do what those of their JavaScript do, bit for bit', async (_, options) => {
  const warn = jest.spyOn(console, 'warn');
  const compiled = await told(options);
  expect(warn).not.toHaveBeenCalled();
  expect(compiled).toEqual(await told({ ...options, compile: false }));
});

test('an engine that compiles steps runs the JavaScript of the first few only, others that of all', async () => {
  let calls = 0;
  const reconstruction: TrainOptions['reconstruction'] = (output, target) => {
    calls++;
    return mean(abs(sub(output, target)));
  };
  await told(tinyRun({ ...changing, reconstruction }));
  expect(calls).toBe(compiles() ? SEEN : STEPS);
  await told(tinyRun({ ...changing, reconstruction, compile: false }));
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

test('what compiled steps need is freed with the run', async () => {
  await told(tinyRun({ ...changing, steps: 1 }));
  const { numTensors } = memory();
  const held: number[] = [];
  for await (const event of train(tinyRun(changing))) if (event.type === 'step') held.push(memory().numTensors);
  expect(new Set(held).size).toBe(1);
  expect(memory().numTensors).toBe(numTensors);
});
