import { constants } from 'node:os';
import { StoppedError } from './exit-codes.ts';
import { printNote } from './output.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGUSR2'] as const;
/** Milliseconds: npm and npx send on what the whole process group, and so this process, was sent already. */
const ECHO = 500;

/**
 * Runs a command that can stop in good order: the first SIGINT (Ctrl-C), SIGTERM or SIGUSR2, which mpirun passes on to its
 * ranks and leaves the rest to them, aborts the signal it is given, with a {@link StoppedError} that leads to exit code 130,
 * 143 or 140; the second one ends the process at once, unless it comes so soon that it is the first one's echo.
 *
 * @param note what the reader is told when it is aborted
 */
export async function untilStopped<T>(run: (signal: AbortSignal) => Promise<T>, note = 'Stopping ...'): Promise<T> {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (signal: (typeof SIGNALS)[number]) => {
    if (controller.signal.aborted && performance.now() - first < ECHO) return;
    if (controller.signal.aborted) process.exit(128 + constants.signals[signal]);
    first = performance.now();
    printNote(`\n${note} (once more to stop at once)`);
    controller.abort(new StoppedError(signal));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await run(controller.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
