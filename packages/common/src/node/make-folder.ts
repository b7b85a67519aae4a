import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it. Node's own recursive way never returns below /proc, where a folder cannot be made
 * though the one above it is there (seen with Node 20, 22 and 24).
 *
 * @throws the system's error
 */
export async function makeFolder(path: string): Promise<void> {
  const missing = await makeOne(path);
  if (!missing) return;
  const parent = dirname(path);
  if (parent === path) throw missing;
  await makeFolder(parent);
  const stillMissing = await makeOne(path);
  if (stillMissing) throw stillMissing;
}

/** Makes one folder, or returns the error where the one above it is not there. */
async function makeOne(path: string): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  }
  return undefined;
}
