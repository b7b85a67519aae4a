import { expect, test } from '@jest/globals';
import { compareImages } from '@pix2pix-ts/metrics';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { eventsOf, tinyRun } from '../testing/tiny-run.ts';
import { train } from '../train.ts';
import type { EvaluationEvent } from '../train-events.ts';
import { afterEvaluation, type HeldOutStanding } from './standing.ts';

const heldOut = noisePairs(3, 32);
const quiet = { logEvery: 100, saveEvery: 0 };

test('a run is measured on held-out pairs when that is due and at the end, on what its samples show', async () => {
  const run = tinyRun({ ...quiet, steps: 3, heldOut, evalEvery: 2, samples: heldOut, sampleEvery: 1 });
  const events = await eventsOf(train(run));
  const evaluations = events.filter((event): event is EvaluationEvent => event.type === 'evaluation');
  expect(evaluations.map(({ step, images }) => [step, images])).toEqual([
    [2, 3],
    [3, 3],
  ]);
  const samples = events.filter((event) => event.type === 'sample' && event.step > 1);
  for (const [i, { metrics }] of evaluations.entries()) {
    const sample = samples[i];
    if (sample?.type !== 'sample') throw new Error('no samples');
    const l1 = sample.images.map(({ output, target }) => compareImages(output, target).l1);
    expect(metrics.l1).toBeCloseTo(l1.reduce((sum, value) => sum + value, 0) / 3, 12);
  }
});

test('training stops when the metric has not been better for as many measurements as it may', async () => {
  // At such a rate the first measurement is the best.
  const run = tinyRun({ ...quiet, steps: 20, heldOut, evalEvery: 1, stopAfter: 2, learningRate: 0.5, sampleEvery: 0 });
  const events = await eventsOf(train(run));
  const end = events.at(-1);
  expect(end).toMatchObject({ type: 'end', reason: 'stale' });
  const evaluations = events.filter((event): event is EvaluationEvent => event.type === 'evaluation');
  const best = evaluations.at(-1)?.best;
  expect(best?.step).toBe((end?.step as number) - 2);
  expect(evaluations.map(({ isBest }) => isBest).slice(-3)).toEqual([true, false, false]);
  expect(Math.min(...evaluations.map(({ metrics }) => metrics.l1))).toBe(best?.value);
});

test('measurements before the generator moves do not count as ones that got no better', async () => {
  const run = tinyRun({ ...quiet, steps: 5, headStart: 4, heldOut, evalEvery: 1, stopAfter: 2, sampleEvery: 0 });
  const events = await eventsOf(train(run));
  expect(events.at(-1)).toMatchObject({ type: 'end', step: 5, reason: 'steps' });
});

test('the best is the lowest L1, and the highest PSNR', () => {
  const standingOf = (metric: 'l1' | 'psnr') =>
    [3, 2, 4, 2].reduce<HeldOutStanding | undefined>(
      (before, value, i) =>
        afterEvaluation(before, i + 1, { l1: value, psnr: value, ssim: 0 }, { metric, patience: 9 }),
      undefined,
    );
  expect(standingOf('l1')).toMatchObject({ best: { step: 2, value: 2 }, stale: 2 });
  expect(standingOf('psnr')).toMatchObject({ best: { step: 3, value: 4 }, stale: 1 });
});

test.each([
  ['the schedule plateau', { schedule: 'plateau' }],
  ['a stop', { stopAfter: 3 }],
] as const)('%s without held-out measurements is refused', async (_, options) => {
  await expect(train(tinyRun({ steps: 2, ...options })).next()).rejects.toThrow(
    /^Expected held-out pairs and evalEvery above 0 with /,
  );
});
