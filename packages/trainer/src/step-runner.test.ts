import { expect, jest, test } from '@jest/globals';
import { pytorchGanDiscriminator } from '@pix2pix-ts/models';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { abs, dispose, mean, memory, sub, type Tensor, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { createStepRunner } from './step-runner.ts';
import { compiles } from './testing/compiles.ts';
import { tinyBatchNormRun, tinyRun } from './testing/tiny-run.ts';
import { train } from './train.ts';
import type { TrainOptions } from './train-options.ts';
import { createTrainingState, disposeTrainingState, stateTensors } from './training-state.ts';
import { ALONE, type World } from './world.ts';

/** Steps whose JavaScript runs where an engine compiles them. */
const SEEN = 3;
/** Steps of a run: some of them compiled; where none can be, enough to see that they run as they are. */
const stepCount = () => (compiles() ? SEEN + 2 : 2);

/** The learning rate falls, each step has other images, and dropout other masks. */
const changing = (): Partial<TrainOptions> & { steps: number } => ({
  steps: stepCount(),
  logEvery: 1,
  sampleEvery: 0,
  saveEvery: 0,
  schedule: 'linear',
  data: noisePairs(2 * stepCount(), 32),
});

const twoScales: Partial<TrainOptions> = {
  discriminator: { ...pytorchGanDiscriminator, kind: 'multi-scale', scales: 2, filters: 2, layers: 2 },
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
  ['a U-Net with instance norm and bce', () => tinyRun(changing())],
  ['a ResNet with batch norm and lsgan', () => tinyBatchNormRun({ ...changing(), adversarial: 'lsgan' })],
  [
    'discriminators at two scales, with their features',
    () => tinyRun({ ...changing(), ...twoScales, featureMatching: 10 }),
  ],
])('compiled steps of %s do what those of their JavaScript do, bit for bit', async (_, optionsOf) => {
  const options = optionsOf();
  let calls = 0;
  const reconstruction: TrainOptions['reconstruction'] = (output, target) => {
    calls++;
    return mean(abs(sub(output, target)));
  };
  const warn = jest.spyOn(console, 'warn');
  const before = memory().numTensors;
  const compiled = await told({ ...options, reconstruction });
  expect(warn).not.toHaveBeenCalled();
  expect(calls).toBe(compiles() ? SEEN : stepCount());
  expect(memory().numTensors).toBe(before);
  expect(await told({ ...options, reconstruction, compile: false })).toEqual(compiled);
  expect(calls).toBe((compiles() ? SEEN : stepCount()) + stepCount());
});

/** The first of two ranks, the other one of which has half of each of its values; how many gradients were averaged. */
const withHalf = (): World & { averaged: number } => ({
  ...ALONE,
  size: 2,
  averaged: 0,
  allReduceMean(buffers) {
    for (const values of buffers) values.set(values.map((value) => (value + value / 2) / 2));
    this.averaged += buffers.length;
  },
  allGather: (text) => [text, text],
});

test.each([
  ['a U-Net with instance norm', () => tinyRun({ ...changing(), batch: 2 })],
  ['a ResNet with batch norm', () => tinyBatchNormRun({ ...changing(), batch: 2 })],
])(
  'ranks that train %s run compiled steps too, and do what those of their JavaScript do, bit for bit',
  async (_, optionsOf) => {
    const options = optionsOf();
    let calls = 0;
    const reconstruction: TrainOptions['reconstruction'] = (output, target) => {
      calls++;
      return mean(abs(sub(output, target)));
    };
    const warn = jest.spyOn(console, 'warn');
    const before = memory().numTensors;
    const worlds = [withHalf(), withHalf()] as const;
    const compiled = await told({ ...options, reconstruction, world: worlds[0] });
    expect(warn).not.toHaveBeenCalled();
    expect(calls).toBe(compiles() ? SEEN : stepCount());
    expect(memory().numTensors).toBe(before);
    expect(await told({ ...options, reconstruction, world: worlds[1], compile: false })).toEqual(compiled);
    expect(calls).toBe((compiles() ? SEEN : stepCount()) + stepCount());
    expect(worlds[0].averaged).toBe(worlds[1].averaged);
    expect(worlds[0].averaged).toBeGreaterThan(15 * stepCount()); // the gradients of each step
  },
);

test('a run that is stopped among compiled steps goes on as if it had not been', async () => {
  const whole = await told(tinyRun({ ...changing(), steps: 2 * stepCount(), schedule: 'constant' }));
  let from: TrainOptions['from'];
  for await (const event of train(tinyRun({ ...changing(), schedule: 'constant' })))
    if (event.type === 'checkpoint') {
      const tensors = Object.entries(event.state.tensors).map(([name, tensor]) => [name, tensor.clone()]);
      from = { step: stepCount(), position: stepCount(), tensors: Object.fromEntries(tensors) };
      break;
    }
  const rest = await told(
    tinyRun({ ...changing(), steps: 2 * stepCount(), schedule: 'constant', ...(from && { from }) }),
  );
  expect(rest.losses).toEqual(whole.losses.slice(stepCount()));
  expect(rest.state).toEqual(whole.state);
});

test('a run that is aborted among compiled steps leaves what one without them leaves', async () => {
  const stopped = async (compile: boolean) => {
    const abort = new AbortController();
    const options = tinyRun({ ...changing(), steps: 100, signal: abort.signal, compile });
    let last: unknown;
    for await (const event of train(options)) {
      if (event.type === 'step' && event.step === stepCount()) abort.abort();
      if (event.type === 'checkpoint') last = [event.step, await valuesOf(event.state.tensors)];
    }
    return last;
  };
  const compiled = await stopped(true);
  expect(compiled).toEqual([stepCount(), expect.anything()]);
  expect(await stopped(false)).toEqual(compiled);
});

async function valuesOf(tensors: Readonly<Record<string, Tensor>>): Promise<Record<string, number[]>> {
  const values: Record<string, number[]> = {};
  for (const [name, tensor] of Object.entries(tensors)) values[name] = [...(await tensor.data())];
  return values;
}

/** Steps of two pairs of networks of the same shape, in turn; each has its own seed, and step `step` these images and rate. */
async function sideBySide(
  compile: boolean,
  steps: number,
  inputsOf: (step: number) => { batch: number; learningRate: number },
) {
  const runs = [1, 2].map((seed) => {
    const { data: _, steps: __, ...config } = tinyRun({ steps: 1, seed });
    const state = createTrainingState(config as never);
    return { state, runner: createStepRunner(config as never, state, { compile }) };
  });
  const losses: number[][] = [];
  const before = memory().numTensors;
  for (let step = 1; step <= steps; step++)
    for (const [i, { runner }] of runs.entries()) {
      const { batch, learningRate } = inputsOf(step);
      const [input, target] = [wave(batch, step + i), wave(batch, 0.3 * step)];
      const { losses: row } = runner.run({ input, target }, learningRate, step);
      losses.push([...(await row.data())]);
      dispose([input, target, row]);
      await runner.settled();
    }
  expect(memory().numTensors).toBe(before);
  const states = [];
  for (const { state, runner } of runs) {
    states.push(await valuesOf(stateTensors(state)));
    runner.dispose();
    disposeTrainingState(state);
  }
  return { losses, states };
}

const wave = (batch: number, phase: number): Tensor4D =>
  tensor4d(
    Float32Array.from({ length: batch * 32 * 32 * 3 }, (_, i) => Math.sin(phase + 0.37 * i)),
    [batch, 32, 32, 3],
  );

test('networks of one shape that are trained in turn, on batches of two sizes, do not meet', async () => {
  const inputsOf = (step: number) => ({ batch: step % 2 ? 2 : 1, learningRate: 2e-4 });
  const compiled = await sideBySide(true, 2 * stepCount(), inputsOf);
  expect(compiled.states[0]).not.toEqual(compiled.states[1]);
  expect(await sideBySide(false, 2 * stepCount(), inputsOf)).toEqual(compiled);
});

test('a loss that turns infinite among compiled steps is told, as it is without', async () => {
  const inputsOf = (step: number) => ({ batch: 1, learningRate: step === stepCount() ? 1e38 : 2e-4 });
  const compiled = await sideBySide(true, stepCount() + 1, inputsOf);
  const finite = compiled.losses.slice(0, 2 * (stepCount() - 1));
  expect(finite.flat().every(Number.isFinite)).toBe(true);
  expect(compiled.losses.slice(-2).flat().some(Number.isFinite)).toBe(false);
  expect(await sideBySide(false, stepCount() + 1, inputsOf)).toEqual(compiled);
});
