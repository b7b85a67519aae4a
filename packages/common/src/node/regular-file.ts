import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** With these a pipe is opened without waiting for its other end; Windows has neither such pipes nor the flag. */
export const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * What is being opened to be read, if it is a file: of a pipe, a socket or a device the reading might never come to an end.
 * The caller closes what is returned.
 *
 * @param opening with {@link READ_WITHOUT_WAITING}
 * @throws the system's error; one with the code EISDIR for a folder, and EFTYPE for anything else that is not a file
 */
export async function regularFile<File extends Pick<FileHandle, 'stat' | 'close'>>(
  path: string,
  opening: Promise<File>,
): Promise<File> {
  const file = await opening.catch((error: NodeJS.ErrnoException) => {
    // That is how a socket is answered, and a device that is not there.
    throw error.code === 'ENXIO' ? wrongKind('EFTYPE', path) : error;
  });
  try {
    const found = await file.stat();
    if (found.isFile()) return file;
    throw wrongKind(found.isDirectory() ? 'EISDIR' : 'EFTYPE', path);
  } catch (error) {
    await file.close();
    throw error;
  }
}

function wrongKind(code: 'EISDIR' | 'EFTYPE', path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: expected a file, open '${path}'`), { code, path });
}
