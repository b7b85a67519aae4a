import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { toTensors } from '@pix2pix-ts/checkpoint';
import { FileError, UsageError } from '@pix2pix-ts/common/node';
import type { World } from '@pix2pix-ts/distributed';
import { type Provenance, parsePlan, parseState, type RunPlan, type TrainPosition } from '@pix2pix-ts/trainer';
import type { Tensor } from '@tensorflow/tfjs-core';
import { keyOf, nameOf } from '../cli/options.ts';
import { printNote } from '../cli/output.ts';
import { loadState, STATE_FILE } from '../files/index.ts';
import { healModel } from './heal-model.ts';
import { TRAIN_OPTIONS, type TrainFlags } from './train-options.ts';

/** A run that is being resumed. */
export type ResumedRun = TrainPosition & {
  readonly plan: RunPlan;
  /**
   * The tensors of the state on the first rank, none on others; made on the engine that runs by then, and to be asked for
   * once.
   */
  takeTensors(): Record<string, Tensor>;
  /**
   * Makes the run's files agree with the state that it continues from, on the first rank, before the tensors are taken: a
   * model of another step is made again, and a damaged newer state removed, so that the next save keeps this one.
   */
  heal(provenance: Provenance): Promise<void>;
};

/**
 * Reads the state of a run's folder, on the first rank alone, which tells the others where the run is; flags may change
 * how it continues, but not what it computes.
 *
 * @throws UsageError of one line for a flag that cannot be changed, and where there is no valid state
 */
export async function resumeRun(world: World, folder: string, flags: TrainFlags): Promise<ResumedRun> {
  const given = new Map(Object.entries(flags));
  const fixed = TRAIN_OPTIONS.find((row) => 'fixed' in row && given.get(keyOf(row.flag)) !== undefined);
  if (fixed !== undefined)
    throw new UsageError(
      `Expected no ${nameOf(fixed.flag)} with --resume, got one: a run continues with the settings it started with. Start a new run to change it.`,
    );
  const newest = world.rank === 0 ? await newestState(folder) : null;
  const state = newest?.state ?? null;
  const metadata = textsOfFirst(world, { ...state?.metadata });
  const { config, step, position, standing } = ofRun(folder, () => parseState(metadata));
  const plan = ofRun(folder, () => parsePlan(metadata));
  let held = state;
  return {
    config: { ...config, precision: flags.precision ?? config.precision },
    step,
    position,
    standing,
    plan: {
      ...plan,
      data: flags.data ?? plan.data,
      steps: flags.steps ?? plan.steps,
      skipBad: flags.skipBad ?? plan.skipBad,
      saveEvery: flags.saveEvery ?? plan.saveEvery,
      sampleEvery: flags.sampleEvery ?? plan.sampleEvery,
      logEvery: flags.logEvery ?? plan.logEvery,
      evalEvery: flags.evalEvery ?? plan.evalEvery,
      stopAfter: flags.stopAfter ?? plan.stopAfter,
    },
    async heal(provenance) {
      if (!held) return;
      if (newest?.isDamaged) await removeDamaged(folder);
      await healModel(folder, held, { config, step, position }, provenance);
    },
    takeTensors() {
      const tensors = held ? toTensors(held) : {};
      held = null; // several hundred megabytes
      return tensors;
    },
  };
}

/** @throws UsageError where the folder holds no valid state */
async function newestState(folder: string): ReturnType<typeof loadState> {
  try {
    const newest = await loadState(folder, undefined, ({ metadata }) => {
      parseState({ ...metadata });
      parsePlan({ ...metadata });
    });
    const { because } = newest;
    if (because) printNote(`Resuming from the checkpoint before the last one: ${because}`);
    return newest;
  } catch (error) {
    throw error instanceof FileError ? error : new UsageError((error as Error).message, { cause: error });
  }
}

async function removeDamaged(folder: string): Promise<void> {
  const path = join(folder, STATE_FILE);
  await unlink(path).catch((error) => {
    throw new FileError('write', path, error);
  });
}

function textsOfFirst(world: World, texts: Record<string, string>): Record<string, string> {
  return JSON.parse(world.allGather(JSON.stringify(texts))[0] as string);
}

/** Reads from a state; what is wrong with it is reported with its folder. */
function ofRun<Result>(folder: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`Could not resume ${folder}: ${(error as Error).message}`, { cause: error });
  }
}
