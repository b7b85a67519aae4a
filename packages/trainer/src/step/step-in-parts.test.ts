import { expect, test } from '@jest/globals';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { replayRanks } from '../testing/replayed-world.ts';
import { tinyRun } from '../testing/tiny-run.ts';
import { train } from '../train.ts';
import type { TrainOptions } from '../train-options.ts';

const run = (options: Partial<TrainOptions>) =>
  tinyRun({ steps: 2, batch: 4, flip: true, sampleEvery: 0, logEvery: 1, data: noisePairs(5, 32), ...options });

/** Before an instance norm the true gradient is zero, and Adam makes steps of its rounding. */
const HAS_NO_GRADIENT = /^discriminator\.param\.block[234]\.bias$/;

async function endOf(options: TrainOptions) {
  const losses: number[] = [];
  const weights: Record<string, number[]> = {};
  for await (const event of train(options)) {
    if (event.type === 'step') losses.push(...Object.values(event.losses ?? {}));
    if (event.type !== 'checkpoint') continue;
    for (const [name, tensor] of Object.entries(event.state.tensors))
      if (name.includes('.param.') && !HAS_NO_GRADIENT.test(name)) weights[name] = [...(await tensor.data())];
  }
  return { losses, weights };
}

function expectNear(ours: Awaited<ReturnType<typeof endOf>>, theirs: typeof ours): void {
  for (const [i, loss] of ours.losses.entries()) expect(loss).toBeCloseTo(theirs.losses[i] as number, 4);
  for (const [name, values] of Object.entries(ours.weights)) {
    const largest = Math.max(...values.map(Math.abs));
    const apart = Math.max(...values.map((value, i) => Math.abs(value - (theirs.weights[name]?.[i] as number))));
    expect({ name, isNear: apart / largest < 1e-5 }).toEqual({ name, isNear: true });
  }
}

test.each([2, 4])(
  'a batch in %i parts trains as the whole batch does, dropout included, except for rounding',
  async (accumulate) => {
    expectNear(await endOf(run({ accumulate })), await endOf(run({})));
  },
);

test('two ranks with two parts each train as one process does', async () => {
  const [first, second] = await replayRanks(2, (world) => endOf(run({ accumulate: 2, clip: 0.1, world })));
  expect(second?.weights).toEqual(first?.weights);
  const alone = await endOf(run({ clip: 0.1 }));
  expectNear({ losses: [], weights: first?.weights ?? {} }, alone);
});

test('in a head start the discriminator moves and the generator does not', async () => {
  const weightsAfter = (steps: number) => endOf(run({ steps, headStart: 2 }));
  const [one, two, three] = [await weightsAfter(1), await weightsAfter(2), await weightsAfter(3)];
  const of = ({ weights }: typeof one, network: string) =>
    Object.entries(weights).filter(([name]) => name.startsWith(network));
  expect(of(two, 'generator')).toEqual(of(one, 'generator'));
  expect(of(two, 'discriminator')).not.toEqual(of(one, 'discriminator'));
  expect(of(three, 'generator')).not.toEqual(of(two, 'generator'));
});

test.each([
  [{ accumulate: 3 }, 'Expected a batch that 3 parts can share, got 4'],
  [
    { adversarial: 'hinge', labelSmoothing: 0.1 },
    "Expected a GAN loss that has labels with labelSmoothing, got 'hinge'",
  ],
])('%j is refused in one line', async (options, line) => {
  await expect(train(run(options)).next()).rejects.toThrow(line);
});

test('ranks with a pool of their own each, or parts that they cannot share, are refused in one line', async () => {
  const world = { rank: 0, size: 2, allReduceMean() {}, broadcast() {}, allGather: () => [] };
  await expect(train(run({ pool: 5, world })).next()).rejects.toThrow(
    'Expected no pool with 2 processes, got one of 5',
  );
  await expect(train(run({ accumulate: 4, world })).next()).rejects.toThrow(
    'in 4 parts each, got 4. Make it a multiple of 8',
  );
});
