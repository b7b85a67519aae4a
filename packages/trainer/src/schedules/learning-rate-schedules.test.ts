import { describe, expect, test } from '@jest/globals';
import { readSchedulesFixture } from '@pix2pix-ts/reference';
import { presets } from '../presets.ts';
import { learningRatesAt } from './learning-rates.ts';
import { afterValue, NO_PLATEAU } from './plateau.ts';

const { steps, warmUp, metric, rates, plateau } = readSchedulesFixture();
const plain = { ...presets['pytorch-gan'].config, learningRate: 1 };

/** The generator's rate at each step of a run. */
const ratesOf = (config: Partial<typeof plain>) =>
  Array.from({ length: steps }, (_, step) => learningRatesAt({ ...plain, ...config }, step, steps, 0).generator);

function expectClose(ours: readonly number[], theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [step, rate] of ours.entries())
    expect([step, rate]).toEqual([step, expect.closeTo(theirs[step] as number, 12)]);
}

describe("the learning rates are PyTorch's", () => {
  test.each(Object.entries(rates.linear))('linear, falling from %s of the run on', (share, expected) => {
    expectClose(ratesOf({ schedule: 'linear', decayFrom: Number(share) }), expected);
  });

  test.each(Object.entries(rates.step))('step, by a tenth after each %s of the run', (share, expected) => {
    expectClose(ratesOf({ schedule: 'step', decayEvery: Number(share), decayFactor: 0.1 }), expected);
  });

  test('cosine', () => {
    expectClose(ratesOf({ schedule: 'cosine' }), rates.cosine);
  });

  test('a warm-up alone, and together with cosine', () => {
    expectClose(ratesOf({ warmUp }), rates['constant with warm-up']);
    expectClose(ratesOf({ schedule: 'cosine', warmUp }), rates['cosine with warm-up']);
  });

  test.each([
    ['lower', 2],
    ['higher', 4],
  ] as const)('plateau, where a %s metric is better, with a patience of %i', (better, patience) => {
    let state = NO_PLATEAU;
    const config = { ...plain, schedule: 'plateau', decayFactor: 0.2 };
    const ours = metric.map((value, step) => {
      const { generator } = learningRatesAt(config, step, steps, state.plateaus);
      state = afterValue(state, value, better, patience);
      return generator;
    });
    expect(new Set(plateau[better]).size).toBeGreaterThan(2);
    expectClose(ours, plateau[better]);
  });
});

test('the discriminator has the same rate unless it has its own, and both follow the schedule', () => {
  const at = (config: Partial<typeof plain>) =>
    learningRatesAt({ ...plain, schedule: 'linear', ...config }, 75, 100, 0);
  expect(at({})).toEqual({ generator: 0.5, discriminator: 0.5 });
  expect(at({ discriminatorLearningRate: 4 })).toEqual({ generator: 0.5, discriminator: 2 });
});
