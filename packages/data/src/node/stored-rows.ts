import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { FileError } from '@pix2pix-ts/common/node';
import type { Metadata, Sharp } from 'sharp';
import type { PictureRows } from '../picture-rows.ts';
import { checkChannels, colourOf, type Decoded, decodedColours } from './read-colours.ts';

/** A picture in a file of its bare values, open for reading; the caller closes it. */
export type StoredRows = PictureRows & { close(): Promise<void> };

/** The ending of libvips's own format: a header of 64 bytes, then the values row by row. */
export const STORED_ENDING = '.v';
const HEADER = 64;

/**
 * Decodes a picture into a file, a few rows at a time, and opens it: the decoder hands out no rows, but it writes them as it
 * decodes them, and from the file they can be read in any order.
 *
 * @param path of the file, which ends in {@link STORED_ENDING}; the caller removes it
 * @throws FileError where it cannot be written, such as on a full disk; the decoder's error
 */
export async function storeRows(decoder: Sharp, metadata: Metadata, path: string): Promise<StoredRows> {
  const decoded = decodedColours(decoder, metadata);
  // What keeps it from being opened is told in the system's words, which the decoder would leave out.
  await writeFile(path, '').catch((error) => {
    throw new FileError('write', path, error);
  });
  await decoded.decoder.toFile(path).catch((error: Error) => {
    throw writeError(path, error);
  });
  const file = await open(path, 'r');
  try {
    return await openStored(file, decoded);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What libvips says, in words of the system's errors. */
const SYSTEM: Readonly<Record<string, string>> = {
  'No space left on device': 'ENOSPC',
  'Disk quota exceeded': 'EDQUOT',
  'File too large': 'EFBIG',
  'Input/output error': 'EIO',
  'Permission denied': 'EACCES',
  'Read-only file system': 'EROFS',
};

function writeError(path: string, error: Error): Error {
  const code =
    /write/.test(error.message) && Object.entries(SYSTEM).find(([words]) => error.message.includes(words))?.[1];
  return code ? new FileError('write', path, Object.assign(new Error(error.message), { code })) : error;
}

async function openStored(file: FileHandle, decoded: Decoded): Promise<StoredRows> {
  const header = await readAt(file, HEADER, 0);
  const [width, height, channels] = [4, 8, 12].map((at) =>
    header[0] === 0xb6 ? header.readUInt32LE(at) : header.readUInt32BE(at),
  ) as [number, number, number];
  checkChannels(channels, decoded);
  const length = width * channels * (decoded.inks === 'ushort' ? 2 : 1);
  return {
    width,
    height,
    read: async (top, count) => colourOf(await readAt(file, count * length, HEADER + top * length), decoded, channels),
    close: () => file.close(),
  };
}

async function readAt(file: FileHandle, length: number, position: number): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.from(new ArrayBuffer(length)); // aligned for values of 16 bits, as those of a pool are not
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) throw new Error(`expected ${length} bytes of decoded rows, got ${at}`);
    at += bytesRead;
  }
  return bytes;
}
