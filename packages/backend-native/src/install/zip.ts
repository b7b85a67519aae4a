import { constants, createWriteStream } from 'node:fs';
import { chmod, type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { InstallError } from './install-error.ts';

/** A file inside a zip archive. */
export type ZipEntry = {
  readonly name: string;
  readonly size: number;
  readonly compressedSize: number;
  readonly compressed: boolean;
  readonly executable: boolean;
  readonly headerAt: number;
};

/** The records that are read here (PKWARE's APPNOTE, sections 4.3.7, 4.3.12, 4.3.16): signature and fixed length. */
const LOCAL = { signature: 0x04034b50, length: 30 };
const CENTRAL = { signature: 0x02014b50, length: 46 };
const END = { signature: 0x06054b50, length: 22 };
const LONGEST_COMMENT = 0xffff;
/** A directory is read into memory; that of TensorFlow's wheel, with 20,000 files, takes 3 MB. */
const LONGEST_DIRECTORY = 64 * 2 ** 20;

/**
 * The files of an archive by their names, from its central directory. Archives of 4 GB and more are refused.
 *
 * @throws InstallError where it is not a complete archive
 */
export async function readZip(path: string): Promise<Map<string, ZipEntry>> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = await readAt(
      file,
      Math.max(0, size - END.length - LONGEST_COMMENT),
      Math.min(size, END.length + LONGEST_COMMENT),
    );
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    if (end < 0 || end + END.length > tail.length) throw broken(path, 'its end is missing');
    const [length, start] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
    if (start + length > size) throw broken(path, 'its directory starts after its end');
    if (length > LONGEST_DIRECTORY) throw broken(path, 'its directory is too long');
    return readDirectory(await readAt(file, start, length), path);
  } finally {
    await file.close();
  }
}

function readDirectory(bytes: Buffer, path: string): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  while (at + CENTRAL.length <= bytes.length) {
    if (bytes.readUInt32LE(at) !== CENTRAL.signature) throw broken(path, 'its directory is damaged');
    const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [number, number, number];
    const name = bytes.toString('utf8', at + CENTRAL.length, at + CENTRAL.length + lengths[0]);
    const method = bytes.readUInt16LE(at + 10);
    if (method !== 0 && method !== 8) throw broken(path, `${name} is compressed with something other than deflate`);
    entries.set(name, {
      name,
      compressed: method === 8,
      executable: ((bytes.readUInt32LE(at + 38) >>> 16) & constants.S_IXUSR) !== 0,
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      headerAt: bytes.readUInt32LE(at + 42),
    });
    at += CENTRAL.length + lengths[0] + lengths[1] + lengths[2];
  }
  return entries;
}

/** Unpacks one file, its folder made as needed; a stream, since a library has a gigabyte. */
export async function extractEntry(path: string, entry: ZipEntry, target: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const header = await readAt(file, entry.headerAt, LOCAL.length);
    if (header.length < LOCAL.length || header.readUInt32LE(0) !== LOCAL.signature)
      throw broken(path, `${entry.name} is not where it should be`);
    const start = entry.headerAt + LOCAL.length + header.readUInt16LE(26) + header.readUInt16LE(28);
    await mkdir(dirname(target), { recursive: true });
    const end = start + entry.compressedSize - 1;
    const options = { start, end, highWaterMark: 1 << 20, autoClose: false };
    const source = end < start ? Readable.from([]) : file.createReadStream(options);
    const inflate = entry.compressed ? createInflateRaw({ chunkSize: 1 << 20 }) : new PassThrough();
    await pipeline(source, inflate, atMost(entry, path), createWriteStream(target));
    if (entry.executable) await chmod(target, 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw broken(path, `${entry.name} is damaged`);
    throw error;
  } finally {
    await file.close();
  }
}

/** Ends an unpacking that gives more than the directory says: a few kilobytes can become gigabytes. */
function atMost({ name, size }: ZipEntry, path: string): Transform {
  let length = 0;
  return new Transform({
    transform(piece: Buffer, _, done) {
      length += piece.length;
      if (length > size) done(broken(path, `${name} is longer than its entry says`));
      else done(null, piece);
    },
  });
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}

function broken(path: string, reason: string): InstallError {
  return new InstallError(`Expected ${path} to be a complete wheel, got a damaged one: ${reason}. Fetch it again.`);
}
