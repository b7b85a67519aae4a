import { type FileOperations, type OpenFile, regularFile } from '@pix2pix-ts/common/node';

/** A complete file, in pieces of at most a gigabyte: node:fs reads no more than two at once. */
export async function readBytes(path: string, fs: FileOperations): Promise<Uint8Array> {
  return withFile(path, fs, async (file) => readFirst(file, (await file.stat()).size));
}

/**
 * Opens a file for reading, and closes it whatever happens.
 *
 * @throws the system's error; EISDIR for a folder, EFTYPE for a pipe, a socket or a device
 */
export async function withFile<T>(path: string, fs: FileOperations, use: (file: OpenFile) => Promise<T>): Promise<T> {
  const file = await regularFile(path, fs.open(path, 'r'));
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** The first bytes of a file, fewer where it is shorter. */
export async function readFirst(file: OpenFile, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, Math.min(length - at, 2 ** 30), at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}
