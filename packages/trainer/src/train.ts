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
import type { ReconstructionLoss } from '@pix2pix-ts/losses';
import type { AnyDiscriminatorConfig, AnyGeneratorConfig } from '@pix2pix-ts/models';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { dispose } from '@tensorflow/tfjs-core';
import { areFinite } from './are-finite.ts';
import { checkNetworks } from './check-networks.ts';
import { evaluateHeldOut, evaluateOnFirstRank } from './held-out/evaluate.ts';
import { afterEvaluation, type HeldOutStanding } from './held-out/standing.ts';
import { createLossLog } from './loss-log.ts';
import { NonFiniteError } from './non-finite-error.ts';
import { type LossChoice, OWN_LOSS, usableLoss } from './own-loss.ts';
import { createPace } from './pace.ts';
import { requirePrecision } from './require-precision.ts';
import { drawSamples, loadSamples } from './sample-images.ts';
import { type LearningRates, learningRatesAt } from './schedules/learning-rates.ts';
import { createStepRunner, type StepRunner } from './step-runner.ts';
import { parseConfig, type TrainConfig, trainConfigSchema } from './train-config.ts';
import type { EndEvent, TrainEvent } from './train-events.ts';
import { modelTexts, type Provenance, saveModel, saveState, stateTexts } from './train-state.ts';
import {
  disposeTrainingState,
  generatorUpdates,
  startTrainingState,
  stateTensors,
  translatingTensors,
} from './training-state.ts';
import { ALONE, anyRank, type World } from './world.ts';

/** @see train */
export type TrainOptions = Omit<TrainConfig, 'generator' | 'discriminator' | 'reconstruction'> &
  Provenance & {
    /** Of one of our architectures, or of one that was added to `generators`. */
    generator: AnyGeneratorConfig;
    /** Of one of our architectures, or of one that was added to `discriminators`. */
    discriminator: AnyDiscriminatorConfig;
    /**
     * The name of a reconstruction loss, or a function of your own: a mean over the batch, differentiable in the output.
     * Checkpoints call it 'custom', and a run that continues from one needs the function again.
     */
    reconstruction: LossChoice;
    /**
     * The distance whose weight is `perceptual`, such as the mean of `lpipsDistance` of models: of outputs and targets, a mean over
     * the batch, differentiable in the outputs. A run that continues needs it again. @default none, where that weight is 0
     */
    perceptualDistance?: ReconstructionLoss | undefined;
    /** The pairs to learn from. */
    data: PairSource<Raster>;
    /** Total number of steps, counted from the beginning of the run. */
    steps: number;
    /** Stop after this many seconds. @default Infinity */
    maxSeconds?: number;
    /** Read the losses every this many steps. @default 10 */
    logEvery?: number;
    /** Fixed pairs to draw samples of; 8 are taken, spread evenly over them. */
    samples?: PairSource<Raster>;
    /** Draw samples every this many steps, and at the end; 0 draws none. @default 500 */
    sampleEvery?: number;
    /**
     * The generator's first tensors by their names in a model file, in place of drawn ones, as for a fine-tuning; taken over.
     * Those of the first rank are everybody's. They are not looked at where a run continues `from` a state.
     */
    initial?: NamedTensors;
    /** Pairs that are not learned from, to measure the generator on; 64 are taken, spread evenly over them. */
    heldOut?: PairSource<Raster>;
    /** Measure the generator on `heldOut` every this many steps, and at the end; 0 never does. @default 0 */
    evalEvery?: number;
    /** End training when so many evaluations in a row did not have a better `metric`; 0 never does. @default 0 */
    stopAfter?: number;
    /** Give a checkpoint every this many steps, and at the end; 0 gives one only at the end. @default 1000 */
    saveEvery?: number;
    /** Give a checkpoint too when the last one is so many seconds old; not later than with the step after. @default Infinity */
    saveEverySeconds?: number;
    /**
     * Where to continue, with the tensors of a checkpoint's state, which are taken over. Those of the first rank are
     * everybody's: the others need none, and pass {}.
     */
    from?: {
      /** Steps that are done. */
      step: number;
      /** Images of the data that were consumed. */
      position: number;
      /** As `saveState` names them. */
      tensors: NamedTensors;
      /** What the evaluations before came to, as `parseState` reads it. */
      standing?: HeldOutStanding | undefined;
    };
    /**
     * Lets an engine that can do so run steps without their JavaScript, once it has seen a few of them. The losses and
     * networks must then do the same at every step, a function of your own too.
     * @default true
     */
    compile?: boolean;
    /** Ends training after the current step, with a checkpoint. */
    signal?: AbortSignal;
    /**
     * The processes that train together, called with the same options except `signal`; `batch` is what all of them take
     * a step, each its share. The result does not depend on how many there are, except for rounding. @default alone
     */
    world?: World;
  };

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
  const evalEvery = heldOut && heldOut.names.length > 0 ? (rest.evalEvery ?? 0) : 0;
  const config = configOf(options);
  checkShares(config, world);
  requirePrecision(config.precision);
  requireEvaluations(config, evalEvery, stopAfter);
  const { perceptualDistance } = options;
  requireDistance(config, perceptualDistance);
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

/** Makes sure that the ranks can share what the configuration asks for. */
function checkShares(config: TrainConfig, { size }: World): void {
  const { batch, accumulate, pool } = config;
  if (size > 1 && pool > 0)
    throw new RangeError(
      `Expected no pool with ${size} processes, got one of ${pool} images: each would have its own. Leave it out.`,
    );
  if (batch % size === 0 && (batch / size) % accumulate !== 0)
    throw new RangeError(
      `Expected a batch that ${size} processes can share in ${accumulate} parts each, got ${batch}. Make it a multiple of ${size * accumulate}.`,
    );
  checkNetworks(config, batch / size / accumulate);
}

function requireEvaluations({ schedule }: TrainConfig, evalEvery: number, stopAfter: number): void {
  if (evalEvery > 0 || (schedule !== 'plateau' && stopAfter === 0)) return;
  throw new RangeError(
    `Expected held-out pairs and evalEvery above 0 with ${schedule === 'plateau' ? "the schedule 'plateau'" : 'stopAfter'}, got none: they decide what it does. Add them, or leave it out.`,
  );
}

function runStep(runner: StepRunner, batch: Batch, rates: LearningRates, step: number) {
  const images = batchTensors(batch);
  const losses = runner.run(images, rates, step);
  dispose(images);
  return losses;
}

/** The next batch, null where the signal is aborted while it is awaited, or the error that it cannot be loaded for. */
async function nextBatch(stream: AsyncGenerator<Batch, never>, signal?: AbortSignal): Promise<Batch | Error | null> {
  try {
    return (await stream.next()).value;
  } catch (error) {
    if (signal?.aborted) return null;
    return isError(error) ? error : new Error(String(error));
  }
}

/** By its shape, because a test runner's errors are those of another realm. */
function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'name' in value;
}

/** This rank's error, or else that of the first rank that has one, rebuilt from its name and message. */
function firstError(world: World, own: unknown): Error {
  const told = isError(own) ? { name: own.name, message: own.message } : null;
  const all = world.allGather(JSON.stringify(told)).map((text): typeof told => JSON.parse(text));
  if (isError(own)) return own;
  const { name, message } = all.find((error) => error !== null) ?? { name: 'Error', message: 'A pair was not loaded.' };
  return Object.assign(new Error(message), { name });
}

function batchOptions(config: TrainConfig, position: number, signal: AbortSignal | undefined): BatchOptions {
  const { generator, batch, seed, serialBatches, direction, flip, preprocess, jitter, scale, shift, hints } = config;
  const augmentation = { flip, preprocess, jitter: jitter ?? undefined, scale, shift, hints };
  const order = { batch, seed, serial: serialBatches, position };
  const { imageSize, inChannels, outChannels } = generator;
  const channels = { input: inChannels, target: outChannels };
  return { imageSize, channels, direction, ...augmentation, ...order, signal };
}

function requireDistance({ perceptual }: TrainConfig, distance: ReconstructionLoss | undefined): void {
  if (perceptual > 0 === (distance !== undefined)) return;
  throw new RangeError(
    distance
      ? 'Expected a weight above 0 for perceptualDistance, got 0. Pass perceptual, such as 1.'
      : `Expected perceptualDistance with a perceptual weight of ${perceptual}, got none. Pass the function.`,
  );
}

/** The configuration from the options, checked. */
function configOf(options: TrainOptions): TrainConfig {
  const picked = Object.keys(trainConfigSchema.entries).map((name) => [name, options[name as keyof TrainConfig]]);
  const isOwn = typeof options.reconstruction === 'function';
  return parseConfig({ ...Object.fromEntries(picked), ...(isOwn && { reconstruction: OWN_LOSS }) });
}
