/** What went wrong, in one line that says what to do. */
export class InstallError extends Error {
  override readonly name = 'InstallError';
}

/** What came from the network is not what is pinned. */
export function wrongBytes(file: string, expected: string, got: string): InstallError {
  return new InstallError(
    `Expected ${file} with the SHA-256 ${expected}, got ${got}. It was not used: try again, or find out who changed it.`,
  );
}

/** What to do about an error of the system, by its code. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space, or set PIX2PIX_CACHE to a folder on another disk',
  EDQUOT: 'your quota on this disk is used up. Free some space, or set PIX2PIX_CACHE to another folder',
  EFBIG: 'the limit on file sizes (ulimit -f) was reached. Raise it',
  EEXIST: 'there is a file where a folder is needed. Set PIX2PIX_CACHE to another folder',
  ENOENT: 'no folder can be created there. Set PIX2PIX_CACHE to another folder',
  EROFS: 'the disk is read-only. Set PIX2PIX_CACHE to another folder',
  EACCES: 'access was denied. Set PIX2PIX_CACHE to a folder of your own',
  ENOTDIR: 'a part of the path is a file, not a folder. Set PIX2PIX_CACHE to a folder',
  EPERM: 'access was denied. Set PIX2PIX_CACHE to a folder of your own',
};

/** The one line of any error: those of the system in plain words, with the file they are about. */
export function lineOf(error: unknown): string {
  const { code = '', path, message = String(error) } = error as NodeJS.ErrnoException;
  const remedy = REMEDIES[code];
  if (remedy !== undefined) return `Could not write ${path ?? 'the cache'}: ${remedy} (${code}).`;
  return message.split('\n', 1)[0] as string;
}
