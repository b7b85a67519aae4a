import { link, lstat, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive, makeFolder } from '@pix2pix-ts/common/node';
import { InstallError } from './install-error.ts';
import { type Holder, newHolder, parseHolder, renderHolder } from './lock-holder.ts';

const BEAT_MS = 2_000;
/** A lock of another machine that has not been touched for this long was left behind. */
const LEFT_MS = 60_000;

/** @see withLock */
export type LockOptions = {
  /** Called once, when another process holds the lock. */
  onWait?: (pid: number) => void;
  /** How long to wait between two looks. @default 500 */
  pollMs?: number;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
};

/**
 * Runs something while no other process of this cache does: others wait. A lock whose process has ended, however it
 * ended, does not count.
 *
 * @throws InstallError where something else has the lock's name; the signal's reason when it is aborted
 */
export async function withLock<T>(folder: string, use: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const file = join(folder, '.lock');
  const holder = newHolder();
  await acquire(file, holder, options);
  // So that another machine sees that this one is still at work.
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), BEAT_MS);
  try {
    return await use();
  } finally {
    clearInterval(beat);
    if ((await holderOf(file).catch(() => undefined))?.token === holder.token) await rm(file, { force: true });
  }
}

/**
 * Removes the files that processes left next to the lock when they were killed. Those that were touched lately stay: a lock
 * that was moved away by mistake is about to be put back.
 */
export async function removeLockLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\.lock\.[\da-f-]{36}(\.left)?$/.test(name)) continue;
    if (await isUntouched(join(folder, name))) await rm(join(folder, name), { force: true });
  }
}

async function acquire(file: string, holder: Holder, { onWait, pollMs = 500, signal }: LockOptions): Promise<void> {
  let told = false;
  while (!(await tryToAcquire(file, holder))) {
    signal?.throwIfAborted();
    const other = await holderOf(file);
    if (other && (await wasLeft(file, other))) {
      await removeLeft(file, other, holder);
      continue;
    }
    if (other && !told) onWait?.(other.pid);
    told ||= other !== undefined;
    await wait(pollMs, undefined, { signal });
  }
}

/** A link fails where the name is taken, and the file it makes is complete from the start. */
async function tryToAcquire(file: string, holder: Holder): Promise<boolean> {
  const own = `${file}.${holder.token}`;
  await makeFolder(dirname(file)); // again, where who held it before has removed everything
  try {
    await writeFile(own, renderHolder(holder));
    await link(own, file);
    return true;
  } catch (error) {
    // Taken, or the folder was removed in the meantime.
    if (!['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return false;
  } finally {
    await rm(own, { force: true });
  }
}

/** `undefined` where it was released in the meantime. */
async function holderOf(file: string): Promise<Holder | undefined> {
  const found = await lstat(file).catch(() => undefined);
  if (!found) return undefined;
  // Opened, a pipe would wait for its writer.
  const text = found.isFile() ? await readFile(file, 'utf8').catch(() => undefined) : '';
  if (text === undefined) return undefined;
  const holder = parseHolder(text);
  if (holder) return holder;
  throw new InstallError(`Expected a lock at ${file}, got something that does not name a process. Remove it.`);
}

async function wasLeft(file: string, holder: Holder): Promise<boolean> {
  return holder.machine === hostname() ? !isAlive(holder) : isUntouched(file);
}

async function isUntouched(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > LEFT_MS;
}

/** Removes a lock that was left behind; one that somebody else has taken since is put back. */
async function removeLeft(file: string, left: Holder, { token }: Holder): Promise<void> {
  const aside = `${file}.${token}.left`;
  await rename(file, aside).catch(() => {});
  const moved = await holderOf(aside).catch(() => undefined);
  if (moved && moved.token !== left.token) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}
