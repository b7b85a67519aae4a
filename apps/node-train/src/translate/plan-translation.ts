import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { listImages } from '@pix2pix-ts/data/node';
import { printNote } from '../cli/output.ts';
import { printableLine } from '../cli/printable.ts';
import { UsageError } from '../cli/usage-error.ts';

/** An image to translate, and where the result goes. */
export type PlannedImage = { readonly from: string; readonly to: string };

/**
 * The images among these files and folders, each with the PNG in `out` that it becomes.
 *
 * @throws UsageError where a path leads to nothing, `out` is a file, two images would become one file, or a result would replace an image
 *   that is read; DataError where a folder holds no image
 */
export async function planTranslation(paths: readonly string[], out: string): Promise<PlannedImage[]> {
  await checkFolder(out);
  const files = (await Promise.all(paths.map(imagesAt))).flat();
  const unique = [...new Set(files)];
  const planned = unique.map((from) => ({ from, to: join(out, `${parse(from).name}.png`) }));
  checkTargetsDiffer(planned);
  await checkNothingIsReplaced(planned);
  return planned;
}

async function imagesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`Expected an image or a folder at ${path}, got nothing there. Check the path.`);
  return found.isDirectory() ? listImages(path, (line) => printNote(printableLine(line))) : [path];
}

async function checkFolder(out: string): Promise<void> {
  const found = await stat(out).catch(() => undefined);
  if (found && !found.isDirectory())
    throw new UsageError(`Expected --out as a folder, got the file ${out}. Take another.`);
}

/** Compared without regard to case, because some file systems do so. */
function checkTargetsDiffer(planned: readonly PlannedImage[]): void {
  const sources = new Map<string, string>();
  for (const { from, to } of planned) {
    const twin = sources.get(to.toLowerCase());
    if (twin !== undefined) {
      throw new UsageError(
        `Expected different names, got ${twin} and ${from} for ${to}. Translate them into two folders.`,
      );
    }
    sources.set(to.toLowerCase(), from);
  }
}

/** By the file and not by its name: a folder may have two names, and a name a link. */
async function checkNothingIsReplaced(planned: readonly PlannedImage[]): Promise<void> {
  const inputs = new Map<string, string>();
  for (const { from } of planned) {
    // A link to nothing is told when it is read.
    const input = await stat(from, { bigint: true }).catch(() => undefined);
    if (input) inputs.set(identityOf(input), from);
  }
  for (const { to } of planned) {
    const there = await stat(to, { bigint: true }).catch(() => undefined);
    const replaced = there && inputs.get(identityOf(there));
    if (replaced !== undefined) {
      throw new UsageError(
        `Expected --out as a folder without the inputs, got ${to}, which is ${replaced}. Take another.`,
      );
    }
  }
}

function identityOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}
