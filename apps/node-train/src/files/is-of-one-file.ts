import { FileError } from '@pix2pix-ts/common/node';
import { EXIT, exitCodeOf } from '../cli/exit-codes.ts';

/**
 * Whether a file could not be written for a reason of its own, such as its name or its permissions: a full disk concerns
 * all.
 */
export function isOfOneFile(error: unknown): error is FileError {
  if (!(error instanceof FileError)) return false;
  return exitCodeOf(error) === EXIT.badInput || error.code === 'EACCES' || error.code === 'EPERM';
}
