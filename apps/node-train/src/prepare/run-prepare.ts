import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printNote, printResult } from '../cli/output.ts';
import { type Progress, startProgress } from '../cli/progress.ts';
import { untilStopped } from '../cli/stop-signal.ts';
import type { PreparedDataSet, PrepareOptions } from './data-set.ts';

/** Makes a data set and prints where it is. */
export async function runPrepare(
  prepare: (options: Pick<PrepareOptions, 'onProgress' | 'onNote' | 'signal'>) => Promise<PreparedDataSet>,
  { json }: GlobalOptions,
): Promise<void> {
  const progress = prepareProgress();
  try {
    const made = await untilStopped((signal) =>
      prepare({ onProgress: progress.onProgress, onNote: printNote, signal }),
    );
    progress.stop();
    if (json) printEvent(made);
    else printResult(describe(made));
  } finally {
    progress.stop();
  }
}

function describe({ out, pairs: { train, val, test }, made }: PreparedDataSet): string {
  const counts = `${train + val + test} pairs (${train} to train on, ${val} to validate, ${test} to test)`;
  return made ? `Made ${out}: ${counts}.` : `${out} is there already: ${counts}.`;
}

/** Reports each package that is fetched in a line, and the drawing by a bar. */
export function prepareProgress(): { onProgress: NonNullable<PrepareOptions['onProgress']>; stop(): void } {
  let bar: { phase: string; progress: Progress } | undefined;
  return {
    onProgress({ phase, done, total }) {
      if (phase === 'fetch') {
        if (done < total) printNote(`Fetching package ${done + 1} of ${total}, unless it is in the cache ...`);
        return;
      }
      if (bar?.phase !== phase) {
        bar?.progress.stop();
        const what = phase === 'look' ? { title: 'Looking at', unit: 'pictures' } : { title: 'Drawing', unit: 'pairs' };
        bar = { phase, progress: startProgress({ ...what, total }) };
      }
      bar.progress.update(done);
    },
    stop() {
      bar?.progress.stop();
      bar = undefined;
    },
  };
}
