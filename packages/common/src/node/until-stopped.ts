import { constants } from 'node:os';

/**
 * The signals that end a command gracefully: Ctrl-C and Ctrl-\, the system, a terminal that was closed, and those that
 * mpirun and batch systems send ahead of a time limit. SIGUSR1 would open Node's debugger otherwise.
 */
export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGXCPU'] as const;

/** One of {@link STOP_SIGNALS}. */
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** The user, or the system, asked the command to stop, and it did so gracefully. */
export class StoppedError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'StoppedError';
  /** What the process ends with: 128 and the signal's number. */
  readonly exitCode: number;

  /** With a message that names the signal. */
  constructor(signal: StopSignal) {
    super(`Stopped by ${signal}.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Milliseconds: npm and npx pass on what the entire process group, and so this process, has already been sent. */
const ECHO = 500;

/** @see untilStopped */
export type StopOptions = {
  /** Which signals stop it; the others do what they always do. @default all of {@link STOP_SIGNALS} */
  signals?: readonly StopSignal[];
  /** Told when the first one has come, before the command is aborted. */
  onStop?: () => void;
};

/**
 * Runs a command that can stop gracefully: the first signal aborts the AbortSignal it is given, with a {@link StoppedError};
 * the second one ends the process at once, unless it comes so soon that it is the first one's echo, or is a SIGHUP: a closing
 * terminal sends several, and nobody asks by it. An error that nobody caught aborts it likewise, and is thrown at the end:
 * what was done so far can still be saved, and what was started can be ended.
 */
export async function untilStopped<T>(
  run: (signal: AbortSignal) => Promise<T>,
  { signals = STOP_SIGNALS, onStop = () => {} }: StopOptions = {},
): Promise<T> {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (signal: StopSignal) => {
    if (controller.signal.aborted && (signal === 'SIGHUP' || performance.now() - first < ECHO)) return;
    const stopped = new StoppedError(signal);
    if (controller.signal.aborted) process.exit(stopped.exitCode);
    first = performance.now();
    onStop();
    controller.abort(stopped);
  };
  let fault: unknown;
  const onFault = (error: unknown) => {
    fault ??= error;
    controller.abort(error);
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.on('uncaughtException', onFault);
  try {
    const result = await run(controller.signal);
    if (fault !== undefined) throw fault;
    return result;
  } finally {
    process.off('uncaughtException', onFault);
    for (const signal of signals) process.off(signal, onSignal);
  }
}
