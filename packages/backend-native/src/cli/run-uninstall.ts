import { rm } from 'node:fs/promises';
import { cacheFolder } from '../cache/cache-folder.ts';
import { listInstallations } from '../cache/installation.ts';
import { InstallError } from '../install/install-error.ts';
import { withLock } from '../install/lock.ts';

/** Removes every installation, or those of one version of TensorFlow. */
export async function runUninstall(version?: string): Promise<void> {
  const cache = cacheFolder();
  const all = listInstallations(cache);
  const chosen = version === undefined ? all : all.filter(({ manifest }) => manifest.tensorflow === version);
  if (version !== undefined && chosen.length === 0) {
    const versions = all.map(({ manifest }) => manifest.tensorflow).join(', ') || 'none';
    throw new InstallError(
      `Expected an installed version (${versions}), got ${version}. Look at backend-native status.`,
    );
  }
  await withLock(cache, async () => {
    for (const { folder } of chosen) await rm(folder, { recursive: true, force: true });
  });
  // With everything else that an attempt may have left there.
  if (version === undefined) await rm(cache, { recursive: true, force: true });
  console.log(chosen.length === 0 ? 'Nothing was installed.' : `Removed ${chosen.map(({ name }) => name).join(', ')}.`);
}
