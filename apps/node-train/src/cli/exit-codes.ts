import { StoppedError } from '@pix2pix-ts/common/node';

/** What the process ends with; a signal gives 128 plus its number. */
export const EXIT = { done: 0, failed: 1, badInput: 2, nonFiniteLoss: 3 } as const;

/** By name, because asking for their classes would load packages that a command may have no use for. */
const CODE_OF_ERROR: Readonly<Record<string, number>> = {
  UsageError: EXIT.badInput,
  DataError: EXIT.badInput,
  MpiError: EXIT.badInput,
  ModelError: EXIT.badInput,
  SafetensorsError: EXIT.badInput,
  ConvertError: EXIT.badInput,
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
