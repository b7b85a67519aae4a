import { constants } from 'node:os';
import { STOP_SIGNALS, StoppedError, type StopSignal } from './exit-codes.ts';
import { printNote } from './output.ts';

/** Milliseconds: npm and npx pass on what the entire process group, and so this process, has already been sent. */
const ECHO = 500;

/**
 * Runs a command that can stop gracefully: the first of the {@link STOP_SIGNALS} aborts the signal it is given, with a
 * {@link StoppedError} that leads to exit code 128 and the signal's number; the second one ends the process at once, unless
 * it comes so soon that it is the first one's echo, or is a SIGHUP: a closing terminal sends several, and nobody asks by it.
 * An error that nobody caught aborts it likewise, and is thrown at the end: what was done so far can still be saved.
 *
 * @param note what the reader is told when it is aborted
 */
export async function untilStopped<T>(run: (signal: AbortSignal) => Promise<T>, note = 'Stopping ...'): Promise<T> {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (signal: StopSignal) => {
    if (controller.signal.aborted && (signal === 'SIGHUP' || performance.now() - first < ECHO)) return;
    if (controller.signal.aborted) process.exit(128 + constants.signals[signal]);
    first = performance.now();
    printNote(['', `${note} (again to stop at once)`]); // not after the ^C of a terminal
    controller.abort(new StoppedError(signal));
  };
  let fault: unknown;
  const onFault = (error: unknown) => {
    fault ??= error;
    controller.abort(error);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  process.on('uncaughtException', onFault);
  try {
    const result = await run(controller.signal);
    if (fault !== undefined) throw fault;
    return result;
  } finally {
    process.off('uncaughtException', onFault);
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
  }
}
