import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

/**
 * What TensorFlow 2.20 and 2.21 load by these names when they find a GPU. The driver brings libcuda.so.1 and
 * libnvidia-ml.so.1; TensorRT and NVSHMEM are extras.
 */
const NAMES = [
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcudnn.so.9',
  'libcufft.so.11',
  'libcupti.so.12',
  'libcusolver.so.11',
  'libcusparse.so.12',
  'libnccl.so.2',
];
/** Which the machine has, or a container is given, and no wheel brings. */
const DRIVER_LIBRARY = 'libcuda.so.1:';
const FRAMEWORK = 'tensorflow/libtensorflow_framework.so.2';

/**
 * Sees, without a GPU, that TensorFlow will find NVIDIA's libraries next to it, and that the system loads each of them with
 * all that it needs in turn, from where it lies.
 *
 * @param files those of the engine in this folder
 * @throws Error of one line
 */
export function requireGpuLibraries(folder: string, files: readonly string[]): void {
  const searched = searchedFolders(join(folder, FRAMEWORK));
  for (const name of NAMES) {
    if (searched.some((at) => existsSync(join(folder, 'tensorflow', at, name)))) continue;
    throw new Error(
      `Expected ${name} where TensorFlow looks for it, got none there (${searched.join(', ')}). Uninstall the engine and install it again.`,
    );
  }
  for (const file of files.filter(isLibrary)) {
    const reason = whyNotLoaded(join(folder, file));
    if (reason === undefined || reason.startsWith(DRIVER_LIBRARY)) continue;
    throw new Error(`Expected ${file} to be loaded, got: ${reason}. Uninstall the engine and install it again.`);
  }
}

const isLibrary = (file: string) => /^nvidia\/.*\.so(\.\d+)*$/.test(file);

/** The folders relative to itself that a library lists for those which it loads; the list is text in its file. */
function searchedFolders(library: string): string[] {
  const found = readFileSync(library, 'latin1').matchAll(/\$ORIGIN\/(\.\.\/nvidia\/\w+\/lib)/g);
  return [...new Set([...found].map(([, at]) => at as string))];
}

/** Why the system does not load a library; it is unloaded again. */
function whyNotLoaded(path: string): string | undefined {
  try {
    process.dlopen({ exports: {} }, path, constants.dlopen.RTLD_NOW);
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    // So Node says of everything that is loaded and is no addon.
    return line.includes('did not self-register') ? undefined : line;
  }
  return undefined;
}
