import type { GlobalOptions } from '../cli/global-options.ts';
import { printNote } from '../cli/output.ts';
import { untilStopped } from '../cli/stop-signal.ts';
import { prepareOpenMoji } from '../prepare/prepare-openmoji.ts';
import { prepareProgress } from '../prepare/run-prepare.ts';
import { refuseBusy } from '../train/lock-run.ts';
import { runTrain } from '../train/run-train.ts';
import { moveAside } from './move-aside.ts';

const DATA = 'data/start';
const RUN = 'runs/start';
/** Faces and people can be coloured well after a few minutes: most of them are yellow. */
const GROUPS = ['smileys-emotion', 'people-body'];
/** Twice the preset's, for fewer steps: as long, with sharper lines and a lower L1. */
const IMAGE_SIZE = 128;

/**
 * Makes the data set of line drawings and coloured emoji, unless it is there; moves an earlier run aside; trains the
 * preset `fast`, evaluates it on held-out emoji and writes the report.
 */
export async function runStart(
  { steps, maxTime }: { steps: number; maxTime?: number | undefined },
  globals: GlobalOptions,
): Promise<void> {
  await refuseBusy(RUN); // its folder is not to be moved from under it
  const progress = prepareProgress();
  const { onProgress } = progress;
  try {
    await untilStopped((signal) =>
      prepareOpenMoji({ size: IMAGE_SIZE, out: DATA, groups: GROUPS, onProgress, onNote: printNote, signal }),
    );
  } finally {
    progress.stop();
  }
  const moved = await moveAside(RUN);
  if (moved !== undefined) printNote(`Moved the previous run to ${moved}.`);
  // The falling rate is worth a tenth of the L1.
  const schedule = 'linear';
  const every = { sampleEvery: 50, saveEvery: 150 };
  const request = { data: DATA, out: RUN, preset: 'fast', size: IMAGE_SIZE } as const;
  await runTrain({ ...request, schedule, steps, maxTime, ...every }, globals);
}
