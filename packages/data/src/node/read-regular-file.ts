import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { filePath } from './file-name.ts';

/** Opening a pipe would wait for its other end; Windows has neither such pipes nor the flag. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file to read it. A pipe, a socket or a device is refused: reading it might never come to an end. The caller
 * closes what is returned.
 *
 * @throws the system's error; one with the code EISDIR for a folder, and EFTYPE for anything else that is not a file
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
  const file = await open(filePath(path), WITHOUT_WAITING).catch((error: NodeJS.ErrnoException) => {
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

/**
 * All bytes of a file, as `readFile` gives them, with the care of {@link openRegularFile}.
 *
 * @throws as that does
 */
export async function readRegularFile(path: string): Promise<Buffer> {
  const file = await openRegularFile(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** What a person is told about a file that cannot be read, by the code of the error. */
export const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  EFTYPE: 'it is a pipe, a socket or a device, not a file',
  ELOOP: 'it is a link that points to itself',
  EACCES: 'access was denied',
  EPERM: 'access was denied',
};

function wrongKind(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${UNREADABLE[code]}, open '${path}'`), { code, path });
}
