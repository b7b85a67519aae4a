import { presets, type TrainConfig, type TrainOptions, train } from '@pix2pix-ts/trainer';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printNote, printResult } from '../cli/output.ts';
import { startEngine } from '../cli/start-engine.ts';
import { untilStopped } from '../cli/stop-signal.ts';
import { UsageError } from '../cli/usage-error.ts';
import { REPORT_FILE } from '../report/index.ts';
import { configure } from './configure.ts';
import { finishRun } from './finish-run.ts';
import { recordRun } from './record-run.ts';
import { resumeRun } from './resume-run.ts';
import { openRunData, type RunData } from './run-data.ts';
import { createRunFolder, rewindRunFolder, writeConfig } from './run-folder.ts';
import type { RunPlan, TrainFlags } from './train-flags.ts';

/** A run that is about to begin or to go on. */
type Run = {
  readonly folder: string;
  readonly config: TrainConfig;
  readonly plan: RunPlan;
  readonly from: () => TrainOptions['from'];
  /** Makes the folder ready. */
  readonly prepare: () => Promise<void>;
};

/**
 * Trains, or goes on training, and leaves a run's folder: weights, state, log, samples, report.
 *
 * @throws what `pix2pix train` ends with: bad input before anything is written, StoppedError after a signal, when the
 *   checkpoint is on the disk
 */
export async function runTrain(flags: TrainFlags, globals: GlobalOptions): Promise<void> {
  await untilStopped(async (signal) => {
    const run = flags.resume === undefined ? await newRun(flags) : await oldRun(flags.resume, flags);
    // First, because one that was asked for and is not there should not be told after minutes of decoding.
    const engine = await startEngine(globals);
    const data = await openRunData(run.plan, signal);
    const steps = run.plan.steps ?? stepsOf(run, data);
    await run.prepare();
    await writeConfig(run.folder, {
      ...{ ...run.plan, ...run.config, steps },
      ...{ pairs: data.train.names.length, licence: data.provenance.licence, engine: engine.description },
    });
    const { saveEvery, sampleEvery, logEvery } = run.plan;
    const from = run.from();
    const events = train({
      ...{ ...run.config, ...data.provenance, data: data.train, steps, signal },
      ...{ saveEvery, sampleEvery, logEvery, samples: data.heldOut ?? data.train },
      ...(flags.maxTime === undefined ? {} : { maxSeconds: flags.maxTime }),
      ...(from && { from }),
    });
    const end = await recordRun(run.folder, run.plan, events, { json: globals.json, steps });
    const evaluation = await finishRun(run.folder, end.step, data, signal);
    signal.throwIfAborted();
    if (globals.json) printEvent({ type: 'report', path: REPORT_FILE, evaluation });
    else printResult(`${run.folder}/${REPORT_FILE}`);
  }, 'Finishing the step and writing a checkpoint ...');
}

async function newRun(flags: TrainFlags): Promise<Run> {
  const { data, out } = flags;
  if (data === undefined) throw missing('--data DIR, the folder of the image pairs');
  if (out === undefined) throw missing("--out DIR, the new run's folder");
  const { config, plan } = await configure({ ...flags, data });
  return { folder: out, config, plan, from: () => undefined, prepare: () => createRunFolder(out) };
}

async function oldRun(folder: string, flags: TrainFlags): Promise<Run> {
  const { config, plan, step, position, takeTensors } = await resumeRun(folder, flags);
  printNote(`Going on with ${folder} after step ${step}.`);
  return {
    ...{ folder, config, plan },
    from: () => ({ step, position, tensors: takeTensors() }),
    prepare: () => rewindRunFolder(folder, step),
  };
}

/** As many steps as the preset's epochs come to. */
function stepsOf({ plan, config }: Run, { train }: RunData): number {
  return Math.ceil((presets[plan.preset].epochs * train.names.length) / config.batch);
}

function missing(flag: string): UsageError {
  return new UsageError(`Expected ${flag}, got none. Add it, or go on with a run by --resume DIR.`);
}
