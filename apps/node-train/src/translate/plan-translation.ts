import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';
import { DataError } from '@pix2pix-ts/data';
import { filePath, listImages, plainPath } from '@pix2pix-ts/data/node';
import { printPictureNote } from '../pairs/picture-note.ts';

/** An image to translate, and where the result goes. */
export type PlannedImage = { readonly from: string; readonly to: string };

/** An image, or a path that was given, that cannot be translated, and why in one line. */
type BadImage = { readonly from: string; readonly reason: string };

/** What is to be done, and what cannot be: a path that leads to no image, a second image for one result. */
export type TranslationPlan = { readonly planned: readonly PlannedImage[]; readonly bad: readonly BadImage[] };

/**
 * The images among these files and folders, each with the file in `out` that it becomes.
 *
 * @param endingFor what the name of an image's result ends in. @default .png
 *
 * @throws UsageError where `out` is a file, a result would replace an image that is read, or nothing can be done at all
 */
export async function planTranslation(
  paths: readonly string[],
  out: string,
  endingFor: (from: string) => string = () => '.png',
): Promise<TranslationPlan> {
  await checkFolder(out);
  const found = await Promise.all(paths.map(imagesAt));
  const files = [...new Set(found.flatMap((images) => ('reason' in images ? [] : images)))];
  const { planned, twins } = withoutTwins(
    files.map((from) => ({ from, to: join(out, `${nameOf(from)}${endingFor(from)}`) })),
  );
  const bad = [...found.flatMap((images) => ('reason' in images ? [images] : [])), ...twins];
  if (planned.length === 0) throw nothingPlanned(bad);
  await checkNothingIsReplaced(planned);
  return { planned, bad };
}

async function imagesAt(path: string): Promise<string[] | BadImage> {
  const found = await stat(filePath(path)).catch(() => undefined);
  if (!found) {
    const reason = `Expected an image or a folder at ${path}, got nothing there. Check the path.`;
    return { from: path, reason };
  }
  if (!found.isDirectory()) return [path];
  try {
    return await listImages(path, printPictureNote);
  } catch (error) {
    if (error instanceof DataError) return { from: path, reason: error.message };
    throw error;
  }
}

function nothingPlanned(bad: readonly BadImage[]): UsageError {
  const first = bad[0]?.reason ?? '';
  return new UsageError(
    bad.length === 1 ? first : `Expected images, got ${bad.length} bad paths. The first one: ${first}`,
  );
}

function nameOf(from: string): string {
  return parse(plainPath(from)).name;
}

async function checkFolder(out: string): Promise<void> {
  const found = await stat(out).catch(() => undefined);
  if (found && !found.isDirectory())
    throw new UsageError(`Expected --out to be a folder, got the file ${out}. Choose another.`);
}

/**
 * The first image of each result's name, and those that come later. Compared without regard to case and to how accents are
 * composed, because some file systems do so.
 */
function withoutTwins(all: readonly PlannedImage[]): { planned: PlannedImage[]; twins: BadImage[] } {
  const [planned, twins]: [PlannedImage[], BadImage[]] = [[], []];
  const sources = new Map<string, string>();
  for (const image of all) {
    const { from, to } = image;
    const name = to.normalize('NFC').toLowerCase();
    const twin = sources.get(name);
    if (twin === undefined) planned.push(image);
    else {
      const reason = `Expected different names, got ${twin} and ${from} for ${to}. Translate them into separate folders.`;
      twins.push({ from, reason });
    }
    sources.set(name, twin ?? from);
  }
  return { planned, twins };
}

/** By the file and not by its name: a folder may have two names, and a name a link. */
async function checkNothingIsReplaced(planned: readonly PlannedImage[]): Promise<void> {
  const inputs = new Map<string, string>();
  for (const { from } of planned) {
    // A link to nothing is reported when it is read.
    const input = await stat(filePath(from), { bigint: true }).catch(() => undefined);
    if (input) inputs.set(identityOf(input), from);
  }
  for (const { to } of planned) {
    const there = await stat(to, { bigint: true }).catch(() => undefined);
    const replaced = there && inputs.get(identityOf(there));
    if (replaced !== undefined) {
      throw new UsageError(
        `Expected --out to be a folder without the inputs, got ${to}, which is ${replaced}. Choose another.`,
      );
    }
  }
}

function identityOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}
