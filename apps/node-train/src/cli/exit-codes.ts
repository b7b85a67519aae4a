import { constants } from 'node:os';

/** What the process ends with; a signal gives 128 plus its number. */
export const EXIT = { done: 0, failed: 1, badInput: 2, nonFiniteLoss: 3 } as const;

/**
 * The signals that end a command gracefully: Ctrl-C and Ctrl-\, the system, a terminal that was closed, and those that
 * mpirun and batch systems send ahead of a time limit. SIGUSR1 would open Node's debugger otherwise.
 */
export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGXCPU'] as const;

/** One of {@link STOP_SIGNALS}. */
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** The user, or the system, asked the command to stop, and it did so gracefully. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  readonly exitCode: number;

  constructor(signal: StopSignal) {
    super(`Stopped by ${signal}.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** By name, because asking for their classes would load packages that a command may have no use for. */
const CODE_OF_ERROR: Readonly<Record<string, number>> = {
  UsageError: EXIT.badInput,
  DataError: EXIT.badInput,
  MpiError: EXIT.badInput,
  ModelError: EXIT.badInput,
  SafetensorsError: EXIT.badInput,
  NonFiniteError: EXIT.nonFiniteLoss,
};

/** A path that leads nowhere was given wrong; a full or failing disk was not. */
const WRONG_PATHS = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);

/** The exit code for what a command threw. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof StoppedError) return error.exitCode;
  const { name, code, message } = error as { name?: string; code?: string; message?: string };
  if (name === 'FileError') return WRONG_PATHS.has(code ?? '') ? EXIT.badInput : EXIT.failed;
  // The packages check their options so; other range errors are ours, or the engine's.
  if (name === 'RangeError' && message?.startsWith('Expected ')) return EXIT.badInput;
  return CODE_OF_ERROR[name ?? ''] ?? EXIT.failed;
}
