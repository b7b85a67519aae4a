import { platform } from '#platform';
import { shared } from '../shared-state.ts';

const MOST_THREADS = 64;
/** The most threads that run without being asked for. */
const MOST_BY_DEFAULT = 8;

/**
 * How many threads the backend uses from its next start: call it before `setBackend('wasm')`. By default as many as the
 * machine has cores, at most 8. A page that is not cross-origin isolated has one, however many are asked for.
 *
 * @throws if it is not a whole number from 1 to 64.
 */
export function setThreadsCount(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > MOST_THREADS)
    throw new Error(
      `Expected a number of threads from 1 to ${MOST_THREADS}, got ${count}. The number of cores is best.`,
    );
  shared.threadsAsked = count;
}

/** The number of threads that the running backend uses; before its start, the number it will start with. */
export function getThreadsCount(): number {
  return shared.threadsRunning ?? threadsToStart();
}

/** The number of threads to start with. */
export function threadsToStart(): number {
  if (!memoryIsShareable()) return 1;
  return shared.threadsAsked ?? Math.min(platform.cores(), MOST_BY_DEFAULT);
}

/** Whether threads can work on one memory: in a page only where it is cross-origin isolated. */
export const memoryIsShareable = (): boolean => typeof SharedArrayBuffer !== 'undefined';

/** Remembers how many threads run, `undefined` for none. */
export function threadsAreRunning(count: number | undefined): void {
  shared.threadsRunning = count;
}
