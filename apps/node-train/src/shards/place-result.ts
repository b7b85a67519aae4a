import { stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  FILE_SYSTEM,
  FileError,
  makeFolder,
  renameInto,
  syncFolder,
  systemCode,
  writeBeside,
} from '@pix2pix-ts/common/node';
import { DataError } from '@pix2pix-ts/data';
import { linkNew } from '../files/link-new.ts';
import { readFirst, withFile } from '../files/read-file.ts';

/** What a result's PNG says about itself: which line of which list it is, and whose work. */
export type ResultMark = { readonly listHash: string; readonly line: number; readonly modelHash: string };

/**
 * Writes a result atomically, and never over anything but the same line's earlier result, also where processes on several
 * machines write at once.
 *
 * @throws DataError where something else is there; FileError where it cannot be written
 */
export async function placeResult(path: string, png: Uint8Array, mark: ResultMark): Promise<void> {
  await makeFolderFor(path);
  const partial = await writeBeside(path, markPng(png, mark));
  let isPlaced = false;
  try {
    isPlaced = await placeNew(partial, path);
    if (!isPlaced) await checkOwn(path, mark);
  } catch (error) {
    await unlink(partial).catch(() => {});
    throw error;
  }
  if (isPlaced) await syncFolder(dirname(path), FILE_SYSTEM);
  else await renameInto(partial, path);
}

/** Gives a file its name, if that is free: of two processes that try at once, one has it. */
async function placeNew(partial: string, path: string): Promise<boolean> {
  const outcome = await linkNew(partial, path).catch((error) => {
    throw new FileError('write', path, error);
  });
  if (outcome === 'linked') await unlink(partial);
  // A name that is taken at this very moment would be overwritten: the file is complete, and no link is possible here.
  if (outcome === 'unable' && (await stat(path).catch(() => undefined))) return false;
  if (outcome === 'unable') await renameInto(partial, path);
  return outcome !== 'taken';
}

async function checkOwn(path: string, mark: ResultMark): Promise<void> {
  const found = await readMark(path).catch(() => null);
  const own = textOf(mark);
  if (found === own) return;
  const line = /^line (\d+) of /.exec(found ?? '')?.[1];
  const isOfThisList = line !== undefined && found === textOf({ ...mark, line: Number(line) });
  throw new DataError(
    isOfThisList
      ? `Expected a different result for each line, got ${path}, which is the result of line ${line}. Give each line its own "out".`
      : `Expected nothing at ${path}, got a file that this line did not write. Move it, or use another --out.`,
  );
}

async function makeFolderFor(path: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw new FileError('write', path, error);
    throw new DataError(`Expected a folder at ${dirname(path)}, got a file. Give the line a different "out".`);
  }
}

/** A PNG's signature and its first chunk, IHDR, which has one length. */
const BEFORE = 33;
const KEYWORD = 'pix2pix';

/** A PNG with the mark in it: a tEXt chunk after the first one (PNG specification, 11.3.3.2). */
function markPng(png: Uint8Array, mark: ResultMark): Uint8Array {
  return Buffer.concat([png.subarray(0, BEFORE), chunkOf(textOf(mark)), png.subarray(BEFORE)]);
}

/** The text of the mark in a file, or null where there is none. @throws the system's error where it cannot be read */
async function readMark(path: string): Promise<string | null> {
  const first = await withFile(path, FILE_SYSTEM, (file) => readFirst(file, BEFORE + 256));
  const chunk = Buffer.from(first.buffer, first.byteOffset + Math.min(BEFORE, first.length));
  if (chunk.length < 8 || chunk.toString('latin1', 4, 8 + KEYWORD.length + 1) !== `tEXt${KEYWORD}\0`) return null;
  return chunk.toString('latin1', 8 + KEYWORD.length + 1, 8 + chunk.readUInt32BE(0));
}

/** What {@link readMark} finds in a file with this mark. */
function textOf({ listHash, line, modelHash }: ResultMark): string {
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
