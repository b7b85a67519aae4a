import { rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filePath } from './file-name.ts';
import { readRegularFile } from './read-regular-file.ts';

/** What is kept next to the images: which files were valid, so that the next start need not decode them again. */
export const MANIFEST_FILE = '.pix2pix-checked.json';

/** Raised when files that passed before may not pass any more. */
const FORMAT = 2;

/** Size in bytes and time of the last change in milliseconds: another file has another stamp. */
export type Stamp = readonly [size: number, mtimeMs: number];

/** The stamps of valid files, by their paths relative to the folder. */
export type Manifest = Map<string, Stamp>;

/** The stamp of a file; undefined where it cannot be read. */
export async function stampOf(path: string): Promise<Stamp | undefined> {
  const found = await stat(filePath(path)).catch(() => undefined);
  return found && [found.size, found.mtimeMs];
}

/** Whether the manifest knows a file with exactly this stamp. */
export function knows(manifest: Manifest, file: string, stamp: Stamp | undefined): boolean {
  const known = manifest.get(file);
  return known !== undefined && stamp !== undefined && known[0] === stamp[0] && known[1] === stamp[1];
}

/** The manifest of a folder; an empty one where there is none, or one that cannot be used. */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    const { format, files } = JSON.parse(String(await readRegularFile(join(folder, MANIFEST_FILE))));
    return new Map(format === FORMAT ? Object.entries<Stamp>(files).filter(([, stamp]) => Array.isArray(stamp)) : []);
  } catch {
    return new Map();
  }
}

/** Writes the manifest atomically, by a rename; a folder that cannot be written to does without. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST_FILE);
  const partial = `${path}.partial-${process.pid}`;
  try {
    await writeFile(partial, `${JSON.stringify({ format: FORMAT, files: Object.fromEntries(manifest) })}\n`);
    await rename(partial, path);
  } catch {
    await unlink(partial).catch(() => {});
  }
}
