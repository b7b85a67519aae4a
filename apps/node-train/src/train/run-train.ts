import { existsSync } from 'node:fs';
import { UsageError } from '@pix2pix-ts/common/node';
import type { World } from '@pix2pix-ts/distributed';
import { presets, type RunPlan, type TrainConfig, type TrainOptions, train } from '@pix2pix-ts/trainer';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printNote } from '../cli/output.ts';
import { untilStopped } from '../cli/stop-signal.ts';
import type { Work } from '../engines/work.ts';
import type { ForeignOptions } from '../junyanz/with-junyanz-options.ts';
import type { LiveServer } from '../live/live-server.ts';
import { compareRanks } from '../ranks/compare-ranks.ts';
import { describePairs } from '../ranks/describe-pairs.ts';
import { inWorld } from '../ranks/in-world.ts';
import { ownFlags } from '../ranks/own-flags.ts';
import { shellAbove } from '../ranks/shell-above.ts';
import { configure } from './configure.ts';
import { followRun } from './follow-run.ts';
import { listenersOf } from './listeners/index.ts';
import { withLivePage } from './live-run.ts';
import { lockRun } from './lock-run.ts';
import { perceptualDistanceOf } from './perceptual-distance.ts';
import { prepareGpu } from './prepare-gpu.ts';
import { type RecordedBefore, recordedBefore } from './recorded-before.ts';
import { resumeRun } from './resume-run.ts';
import { openResumedData } from './resumed-data.ts';
import { openRunData, type RunData } from './run-data.ts';
import { startEngineOfRun } from './run-engine.ts';
import { createRunFolder, rewindRunFolder, writeConfig } from './run-folder.ts';
import type { TrainFlags } from './train-options.ts';

/** A run that is about to start or to resume. */
type Run = {
  readonly folder: string;
  readonly config: TrainConfig;
  readonly plan: RunPlan;
  readonly from: () => TrainOptions['from'];
  /** The generator that a new run begins with, made on the engine; undefined: a random one. */
  readonly initial?: () => TrainOptions['initial'];
  /** Steps that are done. */
  readonly step: number;
  /** What it was trained with; undefined for a new run. */
  readonly before?: RecordedBefore;
  /** Makes the folder's files agree, before `from` is asked for. */
  readonly heal?: (provenance: RunData['provenance']) => Promise<void>;
  /** Makes the folder ready. */
  readonly prepare: () => Promise<void>;
};

/**
 * Trains, or continues training, and leaves a run's folder: weights, state, log, samples, report.
 *
 * @throws what `pix2pix train` ends with: bad input before anything is written, StoppedError after a signal, when the
 *   checkpoint is on the disk
 */
export async function runTrain(
  flags: TrainFlags,
  globals: GlobalOptions,
  foreign: ForeignOptions = { values: {}, notes: [] },
): Promise<void> {
  const note = 'Finishing the step and writing a checkpoint ...';
  await untilStopped(
    (signal) => inWorld((world, leave) => trainAsRank(world, leave, flags, globals, foreign, signal), globals),
    note,
  );
}

/** Trains together with the other ranks; the first one writes, and continues alone when the last checkpoint is on disk. */
async function trainAsRank(
  world: World,
  leave: () => void,
  flags: TrainFlags,
  globals: GlobalOptions,
  { values, notes }: ForeignOptions,
  signal: AbortSignal,
): Promise<void> {
  if (notes.length > 0) printNote(notes);
  compareRanks(world, { resume: flags.resume });
  const run = flags.resume === undefined ? await newRun(flags, values) : await oldRun(world, flags.resume, flags);
  const { config, plan, folder } = run;
  compareRanks(world, { config, plan, maxTime: flags.maxTime });
  requireShares(config, world.size);
  const { live: port } = flags;
  if (port === undefined || world.rank > 0) return trainRun(world, leave, run, flags, globals, signal);
  // Before anything takes time.
  await withLivePage(port, folder, globals.json, (live) => trainRun(world, leave, run, flags, globals, signal, live));
}

async function trainRun(
  world: World,
  leave: () => void,
  run: Run,
  flags: TrainFlags,
  globals: GlobalOptions,
  signal: AbortSignal,
  live?: LiveServer,
): Promise<void> {
  const { config, plan, folder } = run;
  // Before the data, because an engine that was asked for and is missing should not be reported after minutes of decoding.
  const threads = globals.threads ?? run.before?.engine?.threads;
  const { compile = true } = globals;
  const asked = { ...globals, ...(threads !== undefined && { threads }) };
  const work = world.size === 1 ? workOf(run, flags, signal) : undefined; // ranks would have to agree on what is fastest
  const engine = await startEngineOfRun(
    { ...ownFlags(world, asked), precision: config.precision },
    run.before?.engine,
    work,
  );
  const perceptualDistance = await perceptualDistanceOf(config, flags.perceptualFeatures);
  const data = await firstThenOthers(world, () => dataOf(run, flags, signal));
  const steps = plan.steps ?? stepsOf(run, data);
  if (world.size > 1) compareRanks(world, { ...(await describePairs(data.folder)), steps });
  const { saveEvery, sampleEvery, logEvery, evalEvery, stopAfter } = plan;
  if (evalEvery !== undefined && !data.heldOut) throw withoutHeldOut(plan);
  await run.heal?.(data.provenance);
  if (run.step < steps) await prepareGpu(engine, config);
  const from = run.from();
  const initial = run.initial?.();
  const failed = new AbortController(); // what this rank writes cannot be written
  const stop = AbortSignal.any([signal, failed.signal]);
  const events = train({
    ...config,
    ...data.provenance,
    data: data.train,
    steps,
    signal: stop,
    world,
    saveEvery,
    sampleEvery,
    logEvery,
    samples: data.heldOut ?? data.train,
    ...(data.heldOut && { heldOut: data.heldOut }),
    ...(evalEvery !== undefined && { evalEvery }),
    ...(stopAfter !== undefined && { stopAfter }),
    compile,
    ...(flags.maxTime === undefined ? {} : { maxSeconds: flags.maxTime }),
    ...(from && { from }),
    ...(initial && { initial }),
    ...(perceptualDistance && { perceptualDistance }),
  });
  if (world.rank > 0) {
    for await (const _ of events); // the first rank writes the same things down
    leave();
    return signal.throwIfAborted();
  }
  warnOfShell();
  await run.prepare();
  const record = {
    ...plan,
    ...config,
    steps,
    pairs: data.train.names.length,
    licence: data.provenance.licence,
    engine: engine.description,
    writtenBy: data.provenance.writtenBy,
  };
  await writeConfig(folder, record);
  const recorded = {
    ...plan,
    engine: { name: engine.name, description: engine.description, threads },
    pairs: data.train.names.length,
  };
  const listeners = await listenersOf({
    folder,
    plan: recorded,
    config,
    record,
    data,
    steps,
    json: globals.json,
    compile,
    signal,
    tensorboard: flags.tensorboard ?? false,
    live,
  });
  const end = await followRun(folder, events, listeners, (because) => failed.abort(because));
  leave();
  if (run.step >= steps)
    printNote(`Already at step ${run.step} of ${steps}: nothing was trained. Ask for more with --steps N.`);
  for (const listener of listeners) await listener.finish?.(end);
}

/** What an engine is wanted for: measuring which is the fastest takes seconds, and is for a training of minutes. */
function workOf({ config, plan, step }: Run, { maxTime = MINUTES }: TrainFlags, signal: AbortSignal): Work {
  const steps = (plan.steps ?? FEW_STEPS) - step;
  return { kind: 'train', config, isLong: steps >= FEW_STEPS && maxTime >= MINUTES, signal };
}

/** Training of fewer steps, or of less time in seconds, starts at once. */
const FEW_STEPS = 100;
const MINUTES = 120;

/** Before training, because afterwards the process is gone. */
function warnOfShell(): void {
  const shell = shellAbove();
  if (shell === null) return;
  printNote(
    `Ctrl-C will end this run without a checkpoint, because mpirun started it through ${shell}, as npm and npx do. Start pix2pix directly, or set npm_config_script_shell=bash.`,
  );
}

/** The first rank alone, so that what it leaves for the next time serves the others, and its error is the only one. */
async function firstThenOthers<Result>(world: World, work: () => Promise<Result>): Promise<Result> {
  const first = world.rank === 0 ? await work() : undefined;
  world.barrier();
  return first ?? (await work());
}

async function newRun(flags: TrainFlags, values: ForeignOptions['values']): Promise<Run> {
  const { data, out } = flags;
  if (data === undefined) throw missing('--data DIR, the folder of the image pairs');
  if (out === undefined) throw missing("--out DIR, the new run's folder");
  const { config, plan, initial } = await configure({ ...flags, data }, values);
  return {
    folder: out,
    config,
    plan,
    step: 0,
    from: () => undefined,
    ...(initial && { initial: initial.makeTensors }),
    prepare: () => createRunFolder(out),
  };
}

async function oldRun(world: World, folder: string, flags: TrainFlags): Promise<Run> {
  // Before the state is read, which another process may be about to replace; a folder that is not there is reported below.
  if (world.rank === 0 && existsSync(folder)) await lockRun(folder);
  const { config, plan, step, position, standing, takeTensors, heal } = await resumeRun(world, folder, flags);
  printNote(`Resuming ${folder} after step ${step}.`);
  const before = await recordedBefore(world, folder, plan);
  return {
    folder,
    config,
    plan,
    step,
    before,
    from: () => ({ step, position, standing, tensors: takeTensors() }),
    heal,
    prepare: () => rewindRunFolder(folder, step),
  };
}

function dataOf({ folder, config, plan, before }: Run, flags: TrainFlags, signal: AbortSignal): Promise<RunData> {
  if (before === undefined) return openRunData(plan, config, signal);
  return openResumedData({ folder, plan, config, pairs: before.pairs, isDataGiven: flags.data !== undefined }, signal);
}

/** As many steps as the epochs come to: those that were asked for, or the preset's. */
function stepsOf({ plan, config }: Run, { train }: RunData): number {
  const { epochs = presets[plan.preset].epochs } = plan;
  return Math.ceil((epochs * train.names.length) / config.batch);
}

/** @throws UsageError where so many ranks cannot share what the configuration asks for */
function requireShares({ batch, accumulate, pool }: TrainConfig, ranks: number): void {
  if (batch % (ranks * accumulate) !== 0)
    throw new UsageError(
      `Expected a batch that ${ranks} ranks can share${accumulate > 1 ? ` in ${accumulate} parts each` : ''}, got ${batch}. Make --batch a multiple of ${ranks * accumulate}, or start fewer ranks.`,
    );
  if (ranks > 1 && pool > 0)
    throw new UsageError(
      `Expected no --pool with ${ranks} ranks, got ${pool}: each rank would have a pool of its own. Leave it out, or start one process.`,
    );
}

function withoutHeldOut({ data }: RunPlan): UsageError {
  return new UsageError(
    `Expected held-out pairs in ${data} for --eval-every, got none. Move some pairs to a folder 'val', or leave it out.`,
  );
}

function missing(flag: string): UsageError {
  return new UsageError(`Expected ${flag}, got none. Add it, or resume a run with --resume DIR.`);
}
