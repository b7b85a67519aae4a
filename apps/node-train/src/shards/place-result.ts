import { stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError } from '@pix2pix-ts/data';
import { FileError, systemCode } from '../files/file-error.ts';
import { FILE_SYSTEM } from '../files/file-operations.ts';
import { linkNew } from '../files/link-new.ts';
import { makeFolder } from '../files/make-folder.ts';
import { renameInto, syncFolder, writeBeside } from '../files/write-atomically.ts';
import { markPng, type ResultMark, readMark, textOf } from './result-mark.ts';

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
