import { rename, writeFile } from 'node:fs/promises';

/** Writes a small file atomically: to a temporary file, which is then renamed. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  await writeFile(`${path}.partial`, text, { flush: true });
  await rename(`${path}.partial`, path);
}
