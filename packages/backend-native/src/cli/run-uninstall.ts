import { cacheFolder } from '../cache/cache-folder.ts';
import { uninstallNative } from '../install/uninstall-native.ts';

/** Removes every installation, or those of one version of TensorFlow, and prints which. */
export async function runUninstall(tensorflow?: string): Promise<void> {
  const tell = (line: string) => console.error(line);
  const { removed, taken } = await uninstallNative(cacheFolder(), { tensorflow, tell });
  console.log(removed.length === 0 ? 'Nothing was installed.' : `Removed ${removed.join(', ')}.`);
  if (taken !== undefined) console.log(`Taken from now on: ${taken}`);
}
