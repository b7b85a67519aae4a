import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Milliseconds: npm and npx pass on what the entire process group, and so this process, has already been sent. */
const ECHO = 500;

/** The user, or the system, asked the command to stop. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  readonly exitStatus: number;

  constructor(signal: (typeof SIGNALS)[number]) {
    super(`Stopped by ${signal}.`);
    this.exitStatus = 128 + constants.signals[signal];
  }
}

/**
 * Runs a command that can stop gracefully: the first signal aborts it, so that no program that it runs outlives it;
 * the second one ends the process at once.
 */
export async function untilStopped<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (name: (typeof SIGNALS)[number]) => {
    const stopped = new StoppedError(name);
    if (!controller.signal.aborted) {
      first = performance.now();
      controller.abort(stopped);
    } else if (name !== 'SIGHUP' && performance.now() - first > ECHO) process.exit(stopped.exitStatus);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await run(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
