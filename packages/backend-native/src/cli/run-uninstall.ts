import { nativeFolder } from '../cache/native-folder.ts';
import { uninstallNative } from '../install/uninstall-native.ts';
import { printNote, printResult } from './print.ts';

/** Removes every installation, or those of one version of TensorFlow, and prints which. */
export async function runUninstall(tensorflow?: string): Promise<void> {
  const { removed, taken } = await uninstallNative(nativeFolder(), { tensorflow, tell: printNote });
  printResult(removed.length === 0 ? 'Nothing was installed.' : `Removed ${removed.join(', ')}.`);
  if (taken !== undefined) printResult(`In use from now on: ${taken}`);
}
