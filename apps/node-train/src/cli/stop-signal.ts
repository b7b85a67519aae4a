import { untilStopped as untilSignalled } from '@pix2pix-ts/common/node';
import { printNote } from './output.ts';

/**
 * Runs a command that can stop gracefully, as `untilStopped` of common/node does, and tells the reader when it is stopped.
 *
 * @param note what the reader is told
 */
export function untilStopped<T>(run: (signal: AbortSignal) => Promise<T>, note = 'Stopping ...'): Promise<T> {
  // An empty line first: not behind the ^C of a terminal.
  return untilSignalled(run, { onStop: () => printNote(['', `${note} (again to stop at once)`]) });
}
