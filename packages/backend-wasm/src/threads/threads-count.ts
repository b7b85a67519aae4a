import { platform } from '../platform/current.ts';

const MOST_THREADS = 64;

let asked: number | undefined;
let running: number | undefined;

/**
 * How many threads the backend uses from its next start: call it before `setBackend('wasm')`. By default as many as the
 * machine has cores, at most 8.
 *
 * @throws if it is not a whole number from 1 to 64.
 */
export function setThreadsCount(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > MOST_THREADS)
    throw new Error(
      `Expected a number of threads from 1 to ${MOST_THREADS}, got ${count}. The number of cores is best.`,
    );
  asked = count;
}

/** The number of threads that the running backend uses; before its start, the number it will start with. */
export function getThreadsCount(): number {
  return running ?? threadsToStart();
}

/** The number of threads to start with. */
export function threadsToStart(): number {
  return asked ?? platform.defaultThreads();
}

/** Remembers how many threads run, `undefined` for none. */
export function threadsAreRunning(count: number | undefined): void {
  running = count;
}
