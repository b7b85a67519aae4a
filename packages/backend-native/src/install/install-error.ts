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
  ENOSPC: 'the disk is full. Free some space, or let PIX2PIX_CACHE name a folder on another disk',
  EDQUOT: 'your quota on this disk is used up. Free some space, or let PIX2PIX_CACHE name another folder',
  EFBIG: 'a limit on the size of files stands in the way. Raise it (ulimit -f)',
  EEXIST: 'there is a file where a folder is wanted. Let PIX2PIX_CACHE name another folder',
  ENOENT: 'no folder can be made there. Let PIX2PIX_CACHE name another folder',
  EROFS: 'the disk is read-only. Let PIX2PIX_CACHE name another folder',
  EACCES: 'access was denied. Let PIX2PIX_CACHE name a folder of yours',
  ENOTDIR: 'a part of the path is a file and no folder. Let PIX2PIX_CACHE name a folder',
  EPERM: 'access was denied. Let PIX2PIX_CACHE name a folder of yours',
};

/** The one line of any error: those of the system in plain words, with the file they are about. */
export function lineOf(error: unknown): string {
  const { code = '', path, message = String(error) } = error as NodeJS.ErrnoException;
  const remedy = REMEDIES[code];
  if (remedy !== undefined) return `Could not write ${path ?? 'the cache'}: ${remedy} (${code}).`;
  return message.split('\n', 1)[0] as string;
}
