import { FILE_SYSTEM } from '@pix2pix-ts/common/node';
import { readFirst, withFile } from '../files/read-file.ts';

/** What a result's PNG says about itself: which line of which list it is, and whose work. */
export type ResultMark = { readonly listHash: string; readonly line: number; readonly modelHash: string };

/** A PNG's signature and its first chunk, IHDR, which has one length. */
const BEFORE = 33;
const KEYWORD = 'pix2pix';

/** A PNG with the mark in it: a tEXt chunk after the first one (PNG specification, 11.3.3.2). */
export function markPng(png: Uint8Array, mark: ResultMark): Uint8Array {
  return Buffer.concat([png.subarray(0, BEFORE), chunkOf(textOf(mark)), png.subarray(BEFORE)]);
}

/** The text of the mark in a file, or null where there is none. @throws the system's error where it cannot be read */
export async function readMark(path: string): Promise<string | null> {
  const first = await withFile(path, FILE_SYSTEM, (file) => readFirst(file, BEFORE + 256));
  const chunk = Buffer.from(first.buffer, first.byteOffset + Math.min(BEFORE, first.length));
  if (chunk.length < 8 || chunk.toString('latin1', 4, 8 + KEYWORD.length + 1) !== `tEXt${KEYWORD}\0`) return null;
  return chunk.toString('latin1', 8 + KEYWORD.length + 1, 8 + chunk.readUInt32BE(0));
}

/** What {@link readMark} finds in a file with this mark. */
export function textOf({ listHash, line, modelHash }: ResultMark): string {
  return `line ${line} of list ${listHash.slice(0, 16)}, model ${modelHash.slice(0, 16)}`;
}

function chunkOf(text: string): Buffer {
  const data = Buffer.from(`tEXt${KEYWORD}\0${text}`, 'latin1');
  const chunk = Buffer.alloc(data.length + 8);
  chunk.writeUInt32BE(data.length - 4);
  data.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(data), chunk.length - 4);
  return chunk;
}

/** The check of a chunk (PNG specification, annex D). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
