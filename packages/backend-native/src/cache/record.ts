import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hashFile } from '@pix2pix-ts/common/node';
import { entriesOf } from './untrusted-place.ts';

/** SHA-256 in hex, by the paths inside the engine's folder. */
export type Hashes = Readonly<Record<string, string>>;

/** Up to here, in bytes, a file is hashed whenever it is loaded. TensorFlow's libraries, 0.9 GB, would take seconds. */
const HASHED_AT_LOAD = 16 * 2 ** 20;

/** The files inside an engine's folder, links and what describes it left out. */
export function filesInside(folder: string, description: string): string[] {
  return [...entriesOf(folder)]
    .filter((path) => lstatSync(path).isFile())
    .map((path) => relative(folder, path))
    .filter((file) => file !== description)
    .sort();
}

/** The hashes of all files in an engine's folder. */
export async function hashAll(folder: string, files: readonly string[]): Promise<Hashes> {
  const hashes: Record<string, string> = {};
  for (const file of files) hashes[file] = (await hashFile(join(folder, file), 'sha256')) as string;
  return hashes;
}

/**
 * The first file that is not what was recorded, is missing or was not recorded at all, and what is wrong with it. The
 * contents of files of more than 16 MiB are left to `changedLibrary`.
 */
export function changedFile(folder: string, hashes: Hashes, description: string): [string, string] | undefined {
  const files = filesInside(folder, description);
  const missing = Object.keys(hashes).find((file) => !files.includes(file));
  if (missing !== undefined) return [missing, 'is missing'];
  for (const file of files) {
    const recorded = hashes[file];
    if (recorded === undefined) return [file, 'was not there when it was set up'];
    if (lstatSync(join(folder, file)).size > HASHED_AT_LOAD) continue;
    const found = createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');
    if (found !== recorded) return [file, 'has changed since it was set up'];
  }
  return undefined;
}

/** The first of the large files that is not what was recorded. Reads all of them, which takes seconds. */
export async function changedLibrary(folder: string, hashes: Hashes): Promise<string | undefined> {
  for (const [file, recorded] of Object.entries(hashes)) {
    if (lstatSync(join(folder, file)).size <= HASHED_AT_LOAD) continue;
    if ((await hashFile(join(folder, file), 'sha256')) !== recorded) return file;
  }
  return undefined;
}
