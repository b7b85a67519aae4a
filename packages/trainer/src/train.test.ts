import { describe, expect, test } from '@jest/globals';
import { l1 } from '@pix2pix-ts/losses';
import { parseModelMetadata } from '@pix2pix-ts/models';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { engine, memory, mul, type Scalar, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { NonFiniteError } from './non-finite-error.ts';
import { eventsOf, tinyRun } from './testing/tiny-run.ts';
import { train } from './train.ts';
import type { CheckpointEvent, StepEvent, TrainEvent } from './train-events.ts';
import type { TrainOptions } from './train-options.ts';
import { parseState } from './train-state.ts';

/** The tensors of a checkpoint as they are now. */
const copyOf = (tensors: Record<string, Tensor>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, [...value.dataSync()]]));

/** The state after a run. */
async function finalState(options: TrainOptions) {
  for await (const event of train(options))
    if (event.type === 'checkpoint' && event.step === options.steps)
      return { tensors: copyOf(event.state.tensors), metadata: event.state.metadata, shapes: shapesOf(event) };
  throw new Error('no checkpoint came');
}

const shapesOf = ({ state }: CheckpointEvent) =>
  Object.fromEntries(Object.entries(state.tensors).map(([name, { shape }]) => [name, shape]));

const types = (events: TrainEvent[]) => events.map(({ type, step }) => `${type} ${step}`);

describe('train', () => {
  test('reports every step, reads losses, draws samples and saves when they are due, and at the end', async () => {
    const options = { steps: 5, logEvery: 2, sampleEvery: 3, saveEvery: 4, samples: noisePairs(2, 32) };
    const events = await eventsOf(train(tinyRun(options)));
    expect(types(events)).toEqual([
      'start 0',
      'step 1',
      'step 2',
      'step 3',
      'sample 3',
      'step 4',
      'checkpoint 4',
      'step 5',
      'sample 5',
      'checkpoint 5',
      'end 5',
    ]);
    const steps = events.filter((event): event is StepEvent => event.type === 'step');
    expect(steps.map(({ losses }) => losses !== null)).toEqual([false, true, false, true, true]);
    for (const { losses } of steps)
      if (losses) {
        for (const loss of Object.values(losses)) expect(loss).toBeGreaterThan(0);
        expect(losses.generator).toBeCloseTo((losses.adversarial as number) + 100 * (losses.l1 as number), 3);
      }
    expect(steps.map(({ secondsLeft }) => secondsLeft > 0)).toEqual([true, true, true, true, false]);
  });

  test('saves when the last checkpoint is too old, however few steps that is, with the losses read', async () => {
    const rare = { logEvery: 100, sampleEvery: 0, saveEvery: 0 };
    const always = await eventsOf(train(tinyRun({ ...rare, steps: 3, saveEverySeconds: 0 })));
    expect(types(always).filter((type) => type.startsWith('checkpoint'))).toEqual(
      [1, 2, 3].map((at) => `checkpoint ${at}`),
    );
    for (const event of always) if (event.type === 'step') expect(event.losses).not.toBeNull();
    const never = await eventsOf(train(tinyRun({ ...rare, steps: 3, saveEverySeconds: 1e6 })));
    expect(types(never).filter((type) => type.startsWith('checkpoint'))).toEqual(['checkpoint 3']);
  });

  test('gives a checkpoint of the last step before it throws the reason why a pair cannot be loaded', async () => {
    const whole = noisePairs(4, 32);
    let left = 5;
    const load = (index: number) => (left-- > 0 ? whole.load(index) : Promise.reject(new Error('pair is gone')));
    const events: TrainEvent[] = [];
    const run = async () => {
      for await (const event of train(tinyRun({ steps: 20, data: { ...whole, load } }))) events.push(event);
    };
    await expect(run()).rejects.toThrow('pair is gone');
    const steps = events.filter(({ type }) => type === 'step').length;
    expect(steps).toBeGreaterThan(0);
    expect(types(events).slice(-2)).toEqual([`step ${steps}`, `checkpoint ${steps}`]);
  });

  test('draws its fixed samples in the size of the model', async () => {
    const events = await eventsOf(train(tinyRun({ steps: 1, samples: noisePairs(9, 40) })));
    const sample = events.find((event) => event.type === 'sample');
    expect(sample?.images.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((i) => `pair${i}`));
    for (const { input, output, target } of sample?.images ?? [])
      for (const { data, width, height } of [input, output, target])
        expect([data.length, width, height]).toEqual([3072, 32, 32]);
  });

  test('learns with a reconstruction loss of your own as with a named one, and needs it again to resume', async () => {
    const named = await finalState(tinyRun({ steps: 2 }));
    const half = (output: Tensor, target: Tensor) => mul(l1(output, target), 0.5) as Scalar;
    const own = await finalState(tinyRun({ steps: 2, reconstruction: half, lambda: 200 }));
    expect(own.tensors).toEqual(named.tensors); // 200 * 0.5 is 100 in float32 as well
    const { config } = parseState(own.metadata);
    expect(config.reconstruction).toBe('custom');
    await expect(eventsOf(train(tinyRun({ ...config, steps: 2 })))).rejects.toThrow(
      "Expected the function of the reconstruction loss 'custom', got only its name.",
    );
  });

  test('resumes from a checkpoint to exactly the numbers of a run that never stopped', async () => {
    const options = { batch: 2, flip: true, jitter: 36, schedule: 'linear' } as const;
    const whole = await finalState(tinyRun({ ...options, steps: 6 }));
    let from: TrainOptions['from'];
    for await (const event of train(tinyRun({ ...options, steps: 6, saveEvery: 3 })))
      if (event.type === 'checkpoint') {
        const { step, position } = parseState(event.state.metadata);
        const [values, shapes] = [copyOf(event.state.tensors), shapesOf(event)];
        const tensors = Object.entries(values).map(([name, value]) => [name, tensor(value, shapes[name])]);
        from = { step, position, tensors: Object.fromEntries(tensors) };
        break;
      }
    expect(from).toMatchObject({ step: 3, position: 6 });
    const resumed = await finalState(tinyRun({ ...options, steps: 6, ...(from && { from }) }));
    expect(resumed).toEqual(whole);
  });

  test('says in the model how it was made and what it is for', async () => {
    const events = train(tinyRun({ steps: 1, about: { data: 'noise' }, licence: 'CC0-1.0', direction: 'BtoA' }));
    for await (const event of events)
      if (event.type === 'checkpoint')
        expect(parseModelMetadata(event.model.metadata)).toMatchObject({
          direction: 'BtoA',
          dropout: 'off',
          licence: 'CC0-1.0',
          training: { data: 'noise', steps: 1, lambda: 100, seed: 1 },
        });
    expect.assertions(1);
  });

  test.each([1, 3, 7])('takes a batch of %i, also above the number of pairs', async (batch) => {
    const { metadata } = await finalState(tinyRun({ steps: 2, batch }));
    expect(parseState(metadata)).toMatchObject({ step: 2, position: 2 * batch });
  });

  test('learns: the reconstruction of one pair gets better', async () => {
    const data = noisePairs(1, 32);
    const events = await eventsOf(
      train(tinyRun({ steps: 60, data, flip: false, learningRate: 0.01, logEvery: 20, sampleEvery: 0 })),
    );
    const read = events.flatMap((event) => (event.type === 'step' && event.losses ? [event.losses.l1] : []));
    expect(read).toHaveLength(3);
    expect(read[2] as number).toBeLessThan(0.9 * (read[0] as number));
  });

  test('runs the generator once a step', async () => {
    const calls = await countKernel('Tanh', () => eventsOf(train(tinyRun({ steps: 3, sampleEvery: 0 }))));
    expect(calls).toBe(3); // its last layer is the only tanh
  });

  test('ends after the current step when the signal is aborted, with a checkpoint', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    for await (const event of train(tinyRun({ steps: 100, saveEvery: 0, logEvery: 2, signal: abort.signal }))) {
      seen.push(`${event.type} ${event.step}`);
      if (event.type === 'step' && event.step === 2) abort.abort();
      if (event.type === 'end') expect(event.reason).toBe('abort');
    }
    expect(seen).toEqual(['start 0', 'step 1', 'step 2', 'checkpoint 2', 'end 2']);
  });

  test('takes an abort while it waits for images that never come', async () => {
    const abort = new AbortController();
    const data = { names: ['slow'], load: () => new Promise<never>(() => setTimeout(() => abort.abort(), 20)) };
    const events = await eventsOf(train(tinyRun({ steps: 5, data, signal: abort.signal })));
    expect(types(events)).toEqual(['start 0', 'end 0']);
  });

  test('lets timers and signals through between two steps', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    const events = await eventsOf(train(tinyRun({ steps: 100_000, signal: abort.signal, sampleEvery: 0 })));
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'abort' });
  });

  test('stops when the time is up, with a checkpoint', async () => {
    const events = await eventsOf(train(tinyRun({ steps: 100_000, maxSeconds: 0.05 })));
    expect(types(events.slice(-2))).toEqual([`checkpoint ${events.at(-1)?.step}`, `end ${events.at(-1)?.step}`]);
    expect(events.at(-1)).toMatchObject({ reason: 'time' });
  });

  test('has nothing left to do where all steps were done before', async () => {
    const { from } = await stoppedAfter(2);
    expect(types(await eventsOf(train(tinyRun({ steps: 2, from }))))).toEqual(['start 2', 'end 2']);
  });
});

describe('train refuses', () => {
  test('a loss that is not finite, and names the first step and its images, without a checkpoint', async () => {
    const seen: TrainEvent[] = [];
    const run = async () => {
      for await (const event of train(tinyRun({ steps: 20, lambda: 1e38, learningRate: 1e18, saveEvery: 5 })))
        seen.push(event);
    };
    const before = memory().numTensors;
    const error = await run().then(
      () => undefined,
      (reason: unknown) => reason as NonFiniteError,
    );
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error?.message).toMatch(/^Expected finite \w+, got NaN or infinity at step \d+, on pair\d\. Look at /);
    const steps = seen.filter((event): event is StepEvent => event.type === 'step');
    const images = steps.find(({ step }) => step === error?.step)?.images ?? error?.images;
    expect(error?.images).toEqual(images);
    expect(seen.some(({ type }) => type === 'checkpoint')).toBe(false);
    expect(memory().numTensors).toBe(before);
  });

  test('weights that are not finite, though the losses still are, when a checkpoint is due', async () => {
    const { from, tensors } = await stoppedAfter(1);
    from.tensors['generator.m.final.bias'] = tensor([Number.POSITIVE_INFINITY, 0, 0]);
    const run = () => eventsOf(train(tinyRun({ steps: 2, from })));
    await expect(run()).rejects.toThrow(/^Expected finite weights, got NaN or infinity at step 2, on pair\d\./);
    for (const tensor of tensors) tensor.dispose();
  });

  test('a configuration that cannot be, channels that images do not have, and the state of another model', async () => {
    const { from, tensors } = await stoppedAfter(1);
    const refused = (options: Partial<TrainOptions>) => eventsOf(train(tinyRun({ steps: 2, ...options })));
    await expect(refused({ batch: 0 })).rejects.toThrow(/^Expected a training configuration, .* batch is wrong: /);
    const { generator, discriminator } = tinyRun({ steps: 1 });
    const gray = {
      generator: { ...generator, inChannels: 1 },
      discriminator: { ...discriminator, conditionChannels: 1 },
    };
    await expect(refused(gray)).rejects.toThrow(
      /^pair\d+: Expected an input of 1 and a target of 3 channels, as the model has, got 3 and 3/,
    );
    await expect(refused({ generator: { ...generator, filters: 3 }, from })).rejects.toThrow(
      /^Expected a tensor 'generator.param.down1.weight' of shape \[4,4,3,3\], got \[4,4,3,2\]\. Is it the state of/,
    );
    await expect(refused({ data: noisePairs(0, 32) })).rejects.toThrow(/^Expected at least one image pair, got none\./);
    for (const tensor of tensors) tensor.dispose();
  });
});

/** A run that was stopped after some steps, ready to resume. */
async function stoppedAfter(steps: number) {
  const { tensors, shapes } = await finalState(tinyRun({ steps }));
  const made = Object.entries(tensors).map(([name, values]) => [name, tensor(values, shapes[name])] as const);
  return { from: { step: steps, position: steps, tensors: Object.fromEntries(made) }, tensors: made.map(([, t]) => t) };
}

/** How often a kernel runs. */
async function countKernel(name: string, work: () => Promise<unknown>): Promise<number> {
  const current = engine();
  const original = current.runKernel;
  let calls = 0;
  current.runKernel = (...args: Parameters<typeof original>) => {
    if (args[0] === name) calls++;
    return original.apply(current, args) as never;
  };
  try {
    await work();
  } finally {
    current.runKernel = original;
  }
  return calls;
}
