import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeFolder } from './make-folder.ts';

/** Who holds a lock. */
type Holder = { pid: number; host: string; token: string };

const BEAT_MS = 2_000;
/** A lock of another machine that was not touched for so long has been left behind. */
const LEFT_MS = 60_000;

/** @see withLock */
export type LockOptions = {
  /** Called once, when another process holds the lock. */
  onWait?: (pid: number) => void;
  /** How long to wait between two looks. @default 500 */
  pollMs?: number;
};

/**
 * Runs something while no other process of this cache does: others wait. A lock whose process has ended, however it
 * ended, does not count.
 */
export async function withLock<T>(folder: string, use: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const file = join(folder, '.lock');
  const holder: Holder = { pid: process.pid, host: hostname(), token: randomUUID() };
  await acquire(file, holder, options);
  // So that who looks from another machine sees that this one is at it.
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), BEAT_MS);
  try {
    return await use();
  } finally {
    clearInterval(beat);
    if ((await holderOf(file))?.token === holder.token) await rm(file, { force: true });
  }
}

async function acquire(file: string, holder: Holder, { onWait, pollMs = 500 }: LockOptions): Promise<void> {
  let told = false;
  while (!(await tryToAcquire(file, holder))) {
    const other = await holderOf(file);
    if (other && (await wasLeft(file, other))) {
      await removeLeft(file, other, holder);
      continue;
    }
    if (other && !told) onWait?.(other.pid);
    told ||= other !== undefined;
    await wait(pollMs);
  }
}

/** A link fails where the name is taken, and the file it makes is whole from the start. */
async function tryToAcquire(file: string, holder: Holder): Promise<boolean> {
  const own = `${file}.${holder.token}`;
  await makeFolder(dirname(file)); // again, where who held it before has removed everything
  try {
    await writeFile(own, JSON.stringify(holder));
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

async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined; // released in the meantime
  }
}

async function wasLeft(file: string, { pid, host }: Holder): Promise<boolean> {
  if (host === hostname()) return !isAlive(pid);
  const touched = await stat(file).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs > LEFT_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes a lock away that was left behind; one that somebody else has taken since is put back. */
async function removeLeft(file: string, left: Holder, { token }: Holder): Promise<void> {
  const aside = `${file}.${token}.left`;
  await rename(file, aside).catch(() => {});
  const moved = await holderOf(aside);
  if (moved && moved.token !== left.token) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}
