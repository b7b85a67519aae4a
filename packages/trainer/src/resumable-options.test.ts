import { expect, jest, test } from '@jest/globals';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { memory } from '@tensorflow/tfjs-core';
import { compiles } from './testing/compiles.ts';
import { resumedTraceOf, traceOf } from './testing/resumed-run.ts';
import { tinyRun } from './testing/tiny-run.ts';
import type { TrainOptions } from './train-options.ts';

const STEPS = 6; // of which an engine that compiles sees three, and does the others without their JavaScript

/** Whatever a run keeps from step to step beyond its weights, and what changes from step to step. */
const OPTIONS: Record<string, Partial<TrainOptions>> = {
  'a rate of its own for D, a warm-up and cosine': {
    schedule: 'cosine',
    warmUp: 4,
    discriminatorLearningRate: 1e-3,
  },
  'a rate that falls when the held-out metric does not': {
    schedule: 'plateau',
    patience: 0,
    decayFactor: 0.5,
    heldOut: noisePairs(2, 32),
    evalEvery: 1,
    learningRate: 0.05,
  },
  'a moving average of the generator': { ema: 0.9, samples: noisePairs(1, 32), sampleEvery: 3 },
  'an image pool': { pool: 3, data: noisePairs(7, 32) },
  'a batch in two parts and clipped gradients': { accumulate: 2, clip: 0.5, flip: true },
  'smoothed labels and matched features': { labelSmoothing: 0.1, featureMatching: 10 },
  'a head start of the discriminator, which ends before the run is resumed': { headStart: 3, ema: 0.9 },
  'a head start of the discriminator, which ends after it': { headStart: 5, accumulate: 2 },
};

test.each(Object.entries(OPTIONS))(
  'a run with %s is the same stopped and resumed, and without compiled steps where there are such, and frees what it held',
  async (_, options) => {
    const run = tinyRun({ steps: STEPS, batch: 2, logEvery: 1, sampleEvery: 0, saveEvery: 0, ...options });
    const warn = jest.spyOn(console, 'warn');
    const before = memory().numTensors;
    const whole = await traceOf(run);
    expect(memory().numTensors).toBe(before);
    expect(await resumedTraceOf(run, 4)).toEqual(whole);
    if (compiles()) expect(await traceOf({ ...run, compile: false })).toEqual(whole);
    expect(warn).not.toHaveBeenCalled();
  },
);
