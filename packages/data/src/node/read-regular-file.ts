import { type FileHandle, open } from 'node:fs/promises';
import { READ_WITHOUT_WAITING, regularFile } from '@pix2pix-ts/common/node';
import { filePath } from './file-name.ts';

/**
 * Opens a file to read it. A pipe, a socket or a device is refused: reading it might never come to an end. The caller
 * closes what is returned.
 *
 * @throws the system's error; one with the code EISDIR for a folder, and EFTYPE for anything else that is not a file
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
  return regularFile(path, open(filePath(path), READ_WITHOUT_WAITING));
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
