import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '@pix2pix-ts/common/node';
import { CURRENT_FILE, currentInstallation, listInstallations } from '../cache/installation.ts';
import { InstallError } from './install-error.ts';
import { removeLockLeftovers, withLock } from './lock.ts';

/** What to remove. */
export type UninstallOptions = {
  /** Only this version of TensorFlow, for CPU and GPU. @default everything */
  tensorflow?: string | undefined;
  /** Told what is being waited for. */
  tell?: (line: string) => void;
};

/** The names of what was removed, and of the installation that is used from now on. */
export type Uninstalled = { readonly removed: readonly string[]; readonly taken: string | undefined };

/**
 * Removes installations, complete ones and damaged ones, and with the last of them all that attempts have left behind. Waits
 * for a process that is filling the cache. Where the one in use is removed and others stay, the newest is used.
 *
 * @throws InstallError where there is none of this version
 */
export async function uninstallNative(cache: string, options: UninstallOptions = {}): Promise<Uninstalled> {
  const { tensorflow, tell = () => {} } = options;
  if ((await namesIn(cache)).length === 0 && tensorflow === undefined) return { removed: [], taken: undefined };
  const onWait = (pid: number) => tell(`Another process (${pid}) is filling the cache: waiting for it.`);
  const result = await withLock(cache, () => removeChosen(cache, tensorflow), { onWait });
  // Only where it is empty: somebody may have begun to fill it again.
  await rmdir(cache).catch(() => {});
  return result;
}

async function removeChosen(cache: string, tensorflow: string | undefined): Promise<Uninstalled> {
  const names = await namesIn(cache);
  const installed = names.filter((name) => name.startsWith('tensorflow-'));
  const removed = installed.filter((name) => tensorflow === undefined || versionIn(name) === tensorflow);
  if (tensorflow !== undefined && removed.length === 0) {
    const versions = [...new Set(installed.map(versionIn))].join(', ') || 'none';
    throw new InstallError(`Expected an installed version (${versions}), got ${tensorflow}. Choose one of those.`);
  }
  const rest = removed.length === installed.length ? names.filter((name) => !name.startsWith('.lock')) : removed;
  await removeLockLeftovers(cache);
  for (const name of rest) await rm(join(cache, name), { recursive: true, force: true });
  return { removed, taken: await takeAnother(cache) };
}

/** The one in use where it is still there; otherwise the newest becomes that. */
async function takeAnother(cache: string): Promise<string | undefined> {
  const current = currentInstallation(cache, {});
  if (typeof current !== 'string') return current.name;
  const newest = listInstallations(cache)
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .at(-1);
  if (newest !== undefined) await writeAtomically(join(cache, CURRENT_FILE), `${newest.name}\n`);
  return newest?.name;
}

/** `tensorflow-cpu-2.21.0-linux-x64` is 2.21.0. */
function versionIn(name: string): string {
  return name.split('-')[2] ?? '';
}

async function namesIn(cache: string): Promise<string[]> {
  return readdir(cache).catch(() => []);
}
