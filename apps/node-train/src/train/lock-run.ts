import { unlinkSync } from 'node:fs';
import { lstat, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, isAlive, ownIdentity, type ProcessIdentity, systemCode, UsageError } from '@pix2pix-ts/common/node';
import { linkNew } from '../files/link-new.ts';
import { parseJson } from '../files/parse-json.ts';
import { readSmallFile } from '../files/read-small-file.ts';

/** What says, in a run's folder, which process is at work there. */
export const LOCK_FILE = '.running';

/** A lock may be released just when it is looked at, but not time after time. */
const MOST_TRIES = 100;

/**
 * Takes a run's folder for this process, so that no second one writes there. The lock of a process of this machine that
 * is gone is taken over. It is given back by what is returned, and when the process exits.
 *
 * @throws UsageError that names process and machine where another one is at work; FileError where nothing can be written
 */
export async function lockRun(folder: string): Promise<() => void> {
  const path = join(folder, LOCK_FILE);
  for (let tries = 0; !(await placeLock(path)); tries++) {
    if (tries === MOST_TRIES) throw new UsageError(`Expected ${path} to be created or found, got neither. Remove it.`);
    const text = await readLock(path);
    if (text === undefined) continue; // given back just now
    refuseAlive(folder, text);
    await removeStale(path, text);
  }
  const giveBack = () => {
    process.off('exit', giveBack);
    try {
      unlinkSync(path);
    } catch {} // the folder was moved or removed
  };
  process.on('exit', giveBack);
  return giveBack;
}

/**
 * Passes where no process is at work in this folder.
 *
 * @throws UsageError that names process and machine
 */
export async function refuseBusy(folder: string): Promise<void> {
  const text = await readLock(join(folder, LOCK_FILE));
  if (text !== undefined) refuseAlive(folder, text);
}

/** Puts the lock in its place atomically; false where there is one already. */
async function placeLock(path: string): Promise<boolean> {
  const text = `${JSON.stringify(ownIdentity())}\n`;
  const beside = partialPath(path, 0);
  try {
    await writeFile(beside, text);
    const outcome = await linkNew(beside, path).catch((error) => {
      if (systemCode(error) === 'ENOENT') return 'taken'; // the file next to it was cleared away: another try
      throw error;
    });
    if (outcome === 'unable') await writeFile(path, text, { flag: 'wx' }); // may be seen half written, but has one writer
    return outcome !== 'taken';
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw new FileError('write', path, error);
  } finally {
    await unlink(beside).catch(() => undefined);
  }
}

/** Stands for a lock that is not a file: nobody's. */
const UNREADABLE_LOCK = '';

async function readLock(path: string): Promise<string | undefined> {
  try {
    return await readSmallFile(path);
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (['EFTYPE', 'EISDIR', 'ELOOP', 'E2BIG'].includes(code)) return UNREADABLE_LOCK;
    if (code === 'ENOENT' && (await isLink(path))) return UNREADABLE_LOCK; // one that leads to nothing
    if (['ENOENT', 'ENOTDIR'].includes(code)) return undefined;
    throw new FileError('read', path, error);
  }
}

async function isLink(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isSymbolicLink() ?? false;
}

function refuseAlive(folder: string, text: string): void {
  const holder = parseHolder(text);
  if (holder !== null && !isAlive(holder)) return;
  const who = holder === null ? 'a lock that cannot be read' : `process ${holder.pid} on ${holder.machine}`;
  throw new UsageError(
    `Expected no other run in progress in ${folder}, got ${who}. Stop it, or remove ${join(folder, LOCK_FILE)} if it no longer runs.`,
  );
}

function parseHolder(text: string): ProcessIdentity | null {
  try {
    const { pid, machine, start = null } = parseJson(text) as Partial<ProcessIdentity>;
    return Number.isSafeInteger(pid) && (pid as number) > 0 && typeof machine === 'string'
      ? { pid: pid as number, machine, start }
      : null;
  } catch {
    return null;
  }
}

/** Moves the lock away before removing it: of several processes that found it stale, one gets it. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = partialPath(path, 1);
  try {
    await rename(path, aside);
    // Another one was quicker, and this is its lock.
    if ((await readFile(aside, 'utf8')) !== stale && (await linkNew(aside, path)) === 'unable')
      await rename(aside, path);
    await unlink(aside);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw new FileError('write', path, error);
  }
}

/** A name that a resume clears away, should this process be killed just now. */
function partialPath(path: string, number: number): string {
  return `${path}.partial-${process.pid}-${number}`;
}
