import { nextMacrotask } from '@pix2pix-ts/common';
import {
  type Batch,
  type BatchOptions,
  batches,
  batchTensors,
  type PairSource,
  type Raster,
  spreadPairs,
} from '@pix2pix-ts/data';
import { dispose } from '@tensorflow/tfjs-core';
import { areFinite } from './are-finite.ts';
import { evaluateHeldOut, evaluateOnFirstRank } from './held-out/evaluate.ts';
import { afterEvaluation, type HeldOutStanding } from './held-out/standing.ts';
import { createLossLog } from './loss-log.ts';
import { firstError, isError, nextBatch } from './next-batch.ts';
import { NonFiniteError } from './non-finite-error.ts';
import { usableLoss } from './own-loss.ts';
import { createPace } from './pace.ts';
import { drawSamples, loadSamples } from './sample-images.ts';
import { type LearningRates, learningRatesAt } from './schedules/learning-rates.ts';
import { createStepRunner, type StepRunner } from './step-runner.ts';
import type { TrainConfig } from './train-config.ts';
import type { EndEvent, TrainEvent } from './train-events.ts';
import { checkedConfigOf, evaluationsEvery, type TrainOptions } from './train-options.ts';
import { modelTexts, saveModel, saveState, stateTexts } from './train-state.ts';
import {
  disposeTrainingState,
  generatorUpdates,
  startTrainingState,
  stateTensors,
  translatingTensors,
} from './training-state.ts';
import { ALONE, anyRank } from './world.ts';

/** How many fixed pairs samples are drawn of. */
const SAMPLES = 8;

/**
 * Trains pix2pix as a stream of events: whoever reads it prints, draws and saves. Between two events nothing runs, so
 * reading slowly slows training down. The loop can be left at any event; what it holds is freed.
 *
 * @throws NonFiniteError when a loss or a weight is not finite, and then no checkpoint is given; what a pair's load
 *   rejects with, on every rank and after a checkpoint of the last step; an error of one line for options that cannot be used
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const { data, steps, from, signal, world = ALONE, maxSeconds = Number.POSITIVE_INFINITY, ...rest } = options;
  const { logEvery = 10, samples, sampleEvery = 500, saveEvery = 1000, compile = true } = rest;
  const { saveEverySeconds = Number.POSITIVE_INFINITY, heldOut, stopAfter = 0 } = rest;
  const evalEvery = evaluationsEvery(options);
  const { perceptualDistance } = options;
  const config = checkedConfigOf(options);
  const stepConfig = { ...config, reconstruction: usableLoss(options.reconstruction), perceptualDistance };
  let { step, position } = from ?? { step: 0, position: 0 };
  let [sampled, saved] = [step, step];
  let standing = from?.standing;
  // What the checkpoints will say: nobody could read some of it, and now is the time to say so.
  modelTexts({ config, step, position }, options);
  stateTexts({ config, step, position, standing }, options);

  const stream = batches(data, { ...batchOptions(config, position, signal), share: world });
  const state = startTrainingState(world, config, from, options.initial);
  const log = createLossLog(world);
  const [runner, headStart] = (['both', 'discriminator'] as const).map((moves) =>
    createStepRunner(stepConfig, state, { world, compile, moves }),
  ) as [StepRunner, StepRunner];
  try {
    // One rank's samples are everybody's.
    const pairs =
      samples && sampleEvery > 0 && world.rank === 0 ? await loadSamples(spreadPairs(samples, SAMPLES), config) : [];
    yield { type: 'start', step, steps };

    const pace = createPace();
    let savedAt = 0; // seconds
    const sample = async (): Promise<TrainEvent> => {
      sampled = step;
      return { type: 'sample', step, images: await drawSamples(config, translatingTensors(state), pairs) };
    };
    const evaluation = async (source: PairSource<Raster>): Promise<TrainEvent> => {
      const { metrics, images } = await evaluateOnFirstRank(world, () =>
        evaluateHeldOut(config, translatingTensors(state), source),
      );
      // A generator that has not moved since cannot have got any better.
      const counts = standing === undefined || generatorUpdates(config, step) > 0;
      if (counts) standing = afterEvaluation(standing, step, metrics, config);
      const { best } = standing as HeldOutStanding;
      const model = saveModel(state, { config, step, position }, options);
      return { type: 'evaluation', step, metrics, images, isBest: best.step === step, best, model };
    };
    const checkpoint = async (images: readonly string[]): Promise<TrainEvent> => {
      if (!(await areFinite(stateTensors(state)))) throw new NonFiniteError('weights', step, images);
      saved = step;
      savedAt = pace.elapsed();
      const where = { config, step, position, standing };
      return {
        type: 'checkpoint',
        step,
        model: saveModel(state, where, options),
        state: saveState(state, where, options),
      };
    };

    let images: readonly string[] = [];
    let failure: Error | null = null;
    let reason = reasonToEnd();
    while (reason === null) {
      const batch = await nextBatch(stream, signal);
      const [isOver, isBroken] = anyRank(world, batch === null, isError(batch));
      if (isBroken) failure = firstError(world, batch);
      if (isOver || failure || batch === null || isError(batch)) break;
      const rates = learningRatesAt(config, step, steps, standing?.plateau.plateaus ?? 0);
      step++;
      const running = step <= config.headStart ? headStart : runner;
      if (step === config.headStart + 1) headStart.dispose();
      const { names, losses: newLosses } = runStep(running, batch, rates, step);
      log.add(step, names, newLosses, batch.names);
      ({ position, names: images } = batch);
      await Promise.all([nextMacrotask(), running.settled()]);
      pace.tick();

      const saves = isDue(saveEvery) || isLateToSave();
      const evaluates = heldOut !== undefined && evalEvery > 0 && isDue(evalEvery);
      const losses = isDue(logEvery) || saves || evaluates ? await log.read() : null;
      yield { type: 'step', step, steps, images, losses, ...progress() };
      if (pairs.length > 0 && isDue(sampleEvery)) yield await sample();
      if (evaluates) yield await evaluation(heldOut);
      if (saves) yield await checkpoint(images);
      reason = reasonToEnd();
    }
    if (!failure && pairs.length > 0 && sampled < step) yield await sample();
    if (saved < step) {
      await log.read();
      yield await checkpoint(images);
    }
    if (failure) {
      anyRank(world, false); // no rank ends all of them before the first one has written its checkpoint
      throw failure;
    }
    yield { type: 'end', step, reason: reason ?? 'abort' };

    function isDue(every: number): boolean {
      return step === steps || (every > 0 && step % every === 0);
    }

    /** Asked of all ranks, whose clocks differ. */
    function isLateToSave(): boolean {
      if (saveEverySeconds === Number.POSITIVE_INFINITY) return false;
      return anyRank(world, pace.elapsed() - savedAt >= saveEverySeconds)[0] === true;
    }

    function reasonToEnd(): EndEvent['reason'] | null {
      const [isAborted, isLate] = anyRank(world, signal?.aborted === true, pace.elapsed() >= maxSeconds);
      if (isAborted) return 'abort';
      if (step >= steps) return 'steps';
      if (stopAfter > 0 && standing !== undefined && standing.stale >= stopAfter) return 'stale';
      return isLate ? 'time' : null;
    }

    function progress() {
      const secondsPerStep = pace.secondsPerStep();
      const secondsLeft = Math.min((steps - step) * secondsPerStep, Math.max(0, maxSeconds - pace.elapsed()));
      return { imagesPerSecond: config.batch / secondsPerStep, secondsLeft };
    }
  } finally {
    await stream.return(undefined as never);
    log.dispose();
    for (const each of [runner, headStart]) each.dispose();
    disposeTrainingState(state);
  }
}

function runStep(runner: StepRunner, batch: Batch, rates: LearningRates, step: number) {
  const images = batchTensors(batch);
  const losses = runner.run(images, rates, step);
  dispose(images);
  return losses;
}

function batchOptions(config: TrainConfig, position: number, signal: AbortSignal | undefined): BatchOptions {
  const { generator, batch, seed, serialBatches, direction, flip, preprocess, jitter, scale, shift, hints } = config;
  const augmentation = { flip, preprocess, jitter: jitter ?? undefined, scale, shift, hints };
  const order = { batch, seed, serial: serialBatches, position };
  const { imageSize, inChannels, outChannels } = generator;
  const channels = { input: inChannels, target: outChannels };
  return { imageSize, channels, direction, ...augmentation, ...order, signal };
}
