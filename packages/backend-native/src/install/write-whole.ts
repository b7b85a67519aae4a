import { rename, writeFile } from 'node:fs/promises';

/** Writes a small file beside its name and renames it, so that nobody ever finds half of it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.partial`, text, { flush: true });
  await rename(`${path}.partial`, path);
}
