import { UsageError } from '@pix2pix-ts/common/node';
import { DataError } from '@pix2pix-ts/data';
import type { RunPlan, TrainConfig } from '@pix2pix-ts/trainer';
import { printNote } from '../cli/output.ts';
import { openRunData, type RunData } from './run-data.ts';

/** @see openResumedData */
type ResumedData = {
  /** The run's folder. */
  readonly folder: string;
  readonly plan: RunPlan;
  /** How the pictures are read. */
  readonly config: TrainConfig;
  /** How many pairs it was trained on; undefined where that is not known. */
  readonly pairs: number | undefined;
  /** Whether `--data` was given. */
  readonly isDataGiven: boolean;
};

/**
 * Opens the pairs of a run that is resumed. The order of the pairs follows from their number: where that has changed, or the
 * folder is gone, `--data` says what to continue with.
 *
 * @throws DataError or UsageError of one line for a folder or images that cannot be used, or are not those of the run
 */
export async function openResumedData(
  { folder, plan, config, pairs, isDataGiven }: ResumedData,
  signal: AbortSignal,
): Promise<RunData> {
  const data = isDataGiven ? await openRunData(plan, config, signal) : await openAgain(folder, plan, config, signal);
  const found = data.train.names.length;
  if (pairs === undefined || found === pairs) return data;
  if (!isDataGiven && !plan.skipBad)
    throw new UsageError(
      `Expected the ${pairs} pairs of ${plan.data} that ${folder} was trained on, got ${found}. Restore them, or name the folder to continue with as --data DIR; --data ${plan.data} continues with what is there.`,
    );
  printNote(`Continuing with ${found} pairs; so far there were ${pairs}.`);
  return data;
}

async function openAgain(folder: string, plan: RunPlan, config: TrainConfig, signal: AbortSignal): Promise<RunData> {
  try {
    return await openRunData(plan, config, signal);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(`${error.message} If the pairs of ${folder} have moved, name their folder with --data DIR.`, {
      cause: error,
    });
  }
}
