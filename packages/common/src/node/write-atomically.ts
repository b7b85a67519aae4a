import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { FileError, systemCode } from './file-error.ts';
import { FILE_SYSTEM, type FileOperations, type OpenFile } from './file-operations.ts';
import { isProcess } from './processes.ts';

/** A file's content: at once, or in pieces, each of which is written before the next one is asked for. */
export type Content = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** What a file is called while it is written; the process's id keeps two processes apart. */
const PARTIAL_NAME = /^\..+\.partial-(\d+)-\d+(\.[a-z]+)?$/;
let partials = 0;
/** The unfinished files of this process. */
const beingWritten = new Set<string>();
/** What nobody has written to for this long is left over, though another process may have its writer's number by now. */
const LEFT_MS = 3_600_000;

/**
 * Writes a file atomically: at every moment, also after a kill or a power cut, its name leads to all of the old content
 * or all of the new one. The content goes to a temporary file next to it, fsync, rename, fsync of the folder.
 *
 * @throws FileError naming the file and what to do; the old file is unchanged and no temporary file is left. What the
 *   content itself throws goes through, with the same care.
 */
export async function writeAtomically(path: string, content: Content, fs: FileOperations = FILE_SYSTEM): Promise<void> {
  const partial = await writeBeside(path, content, fs);
  await renameInto(partial, path, fs);
}

/**
 * The first half of {@link writeAtomically}: writes the content to a temporary file next to it, complete and on the
 * disk, and returns its path. The caller renames it.
 */
export async function writeBeside(path: string, content: Content, fs: FileOperations = FILE_SYSTEM): Promise<string> {
  const partial = join(dirname(path), partialName(basename(path)));
  beingWritten.add(partial);
  try {
    const file = await fs.open(partial, 'w');
    try {
      for await (const piece of piecesOf(content)) await writePiece(file, piece);
      await file.sync();
    } finally {
      await file.close();
    }
    return partial;
  } catch (error) {
    await removeQuietly(partial, fs);
    throw fileErrorOf(path, error);
  } finally {
    beingWritten.delete(partial);
  }
}

/**
 * Runs work that needs a file for a while, which it makes by itself, next to `path` and called as unfinished files are; the
 * file is removed in the end, whatever happens.
 *
 * @param ending of its name, such as `.v`, for those who look at it
 */
export async function withScratchFile<T>(
  path: string,
  ending: string,
  work: (scratch: string) => Promise<T>,
  fs: FileOperations = FILE_SYSTEM,
): Promise<T> {
  const scratch = `${join(dirname(path), partialName(basename(path), ending.length))}${ending}`;
  beingWritten.add(scratch);
  try {
    return await work(scratch);
  } finally {
    await removeQuietly(scratch, fs);
    beingWritten.delete(scratch);
  }
}

/** The longest name in bytes that every file system of today takes. */
const LONGEST_NAME = 255;

/** A name of the file's own, cut where the longer name would be too long for a folder: the numbers keep it apart. */
function partialName(name: string, spare = 0): string {
  const ending = `.partial-${process.pid}-${partials++}`;
  const letters = [...name];
  while (Buffer.byteLength(`.${letters.join('')}${ending}`) + spare > LONGEST_NAME && letters.length > 1) letters.pop();
  return `.${letters.join('')}${ending}`;
}

/**
 * The second half of {@link writeAtomically}: puts a file written next to `path` in its place, durably. The file that is
 * there now is renamed to `keptAs` just before, if that is given.
 */
export async function renameInto(
  partial: string,
  path: string,
  fs: FileOperations = FILE_SYSTEM,
  keptAs?: string,
): Promise<void> {
  try {
    if (keptAs !== undefined) await renameOnceFree(path, keptAs, fs);
    await renameOnceFree(partial, path, fs);
  } catch (error) {
    await removeQuietly(partial, fs);
    throw fileErrorOf(path, error);
  }
  await syncFolder(dirname(path), fs);
}

/**
 * Removes what killed runs left next to the files of this folder, and returns the names. What another process is writing
 * just now stays: its number is in the name.
 */
export async function removeLeftovers(folder: string, fs: FileOperations = FILE_SYSTEM): Promise<string[]> {
  try {
    const removed: string[] = [];
    for (const name of await fs.readdir(folder)) {
      if (!(await isLeftover(folder, name))) continue;
      if (await unlinkOnce(join(folder, name), fs)) removed.push(name);
    }
    return removed;
  } catch (error) {
    throw new FileError('write', folder, error);
  }
}

async function isLeftover(folder: string, name: string): Promise<boolean> {
  const pid = Number(PARTIAL_NAME.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(pid)) return false;
  const path = join(folder, name);
  if (pid === process.pid) return !beingWritten.has(path);
  if (!isProcess(pid)) return true;
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > LEFT_MS;
}

/** False where it is gone already: two may clear up at once. */
async function unlinkOnce(path: string, fs: FileOperations): Promise<boolean> {
  try {
    await fs.unlink(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Makes the names in a folder last through a power cut. Windows opens no folders and some network disks do not sync
 * them: there a rename lasts as well as the system lets it.
 */
export async function syncFolder(folder: string, fs: FileOperations): Promise<void> {
  try {
    const opened = await fs.open(folder, 'r');
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'ENOSYS'].includes(systemCode(error) ?? '')) {
      throw new FileError('write', folder, error);
    }
  }
}

/** On Windows a virus scanner or an indexer may hold a file for a moment: tries for about half a second. */
async function renameOnceFree(from: string, to: string, fs: FileOperations): Promise<void> {
  for (let delay = 8; ; delay *= 2) {
    try {
      return await fs.rename(from, to);
    } catch (error) {
      if (delay > 256 || !['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error) ?? '')) throw error;
      await setTimeout(delay);
    }
  }
}

function piecesOf(content: Content): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (typeof content === 'string') return [Buffer.from(content)];
  return content instanceof Uint8Array ? [content] : content;
}

/** A write may take only the beginning of what it is given. */
async function writePiece(file: OpenFile, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length; ) {
    const { bytesWritten } = await file.write(piece, at, piece.length - at);
    at += bytesWritten;
  }
}

/** The error that led here is the one to report; a leftover is removed at the next start. */
async function removeQuietly(path: string, fs: FileOperations): Promise<void> {
  try {
    await fs.unlink(path);
  } catch {}
}

function fileErrorOf(path: string, error: unknown): unknown {
  return systemCode(error) === undefined
    ? error
    : new FileError('write', path, error, '; what was saved before is kept');
}
