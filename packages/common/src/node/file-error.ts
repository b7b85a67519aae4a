import { types } from 'node:util';

/** What to do about an error of the system, by its code. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space and try again',
  EDQUOT: 'your quota on this disk is used up. Free some space and try again',
  EFBIG: 'the file is larger than this file system allows. Use another disk',
  EIO: 'the disk failed. Check the disk and try again',
  EROFS: 'the disk is read-only. Choose another folder',
  EACCES: 'access was denied. Check the permissions of the file and its folder',
  EPERM: 'access was denied. Check the permissions of the file and its folder',
  EBUSY: 'the file is in use. Close the program that uses it and try again',
  ENOENT: 'there is no such file or folder. Check the path',
  ENOTDIR: 'a part of the path is a file, not a folder. Check the path',
  EISDIR: 'there is a folder of this name. Move it or choose another name',
  E2BIG: 'it is too large for a file of its kind. Use another one',
  EFTYPE: 'it is a pipe, a socket or a device, not a file. Use a file',
  ETIMEDOUT: 'it is a pipe that nobody wrote to. Use a file, or write to the pipe',
  ELOOP: 'it is a link that points to itself. Remove the link',
  EMFILE: 'too many files are open. Raise the limit of open files',
  ENAMETOOLONG: 'the name is too long. Choose a shorter one',
};

/** A file could not be written or read; the message is one line that names the file and says what to do. */
export class FileError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'FileError';
  /** The system's code, such as ENOSPC. */
  readonly code: string;
  /** The file or folder. */
  readonly path: string;

  /**
   * With the line that people read.
   *
   * @param cause the system's error
   * @param consequence what becomes of it, such as `; what was saved before is kept`
   */
  constructor(action: 'write' | 'read', path: string, cause: unknown, consequence = '') {
    const code = systemCode(cause) ?? 'unknown';
    const remedy = REMEDIES[code] ?? String(types.isNativeError(cause) ? cause.message : cause).split('\n')[0];
    super(`Could not ${action} ${path}: ${remedy}${consequence} (${code}).`, { cause });
    this.code = code;
    this.path = path;
  }
}

/** The code of an error of the system such as ENOSPC; undefined for every other error. */
export function systemCode(error: unknown): string | undefined {
  // Not instanceof Error: inside a vm context, such as a test runner's, the errors of node:fs are those of another realm.
  const code = types.isNativeError(error) ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}
