import { join } from 'node:path';
import { DataError } from '../data-error.ts';
import { pairsAt } from '../pair-source.ts';
import type { Pixels, Raster } from '../pixels.ts';
import { knows, type Manifest, readManifest, type Stamp, stampOf, writeManifest } from './check-manifest.ts';

import type { FolderPairs } from './open-pairs.ts';
import { someOf } from './some-of.ts';

/** How far the check is. */
export type CheckProgress = {
  /** Pairs that were checked, valid or bad. */
  done: number;
  /** Pairs in all. */
  total: number;
  /** Pairs that cannot be used, so far. */
  bad: number;
};

/** How images are checked. */
export type CheckOptions = {
  /** Leave bad pairs out instead of refusing them all. @default false */
  skipBad?: boolean;
  /** Called after each pair. */
  onProgress?: (progress: CheckProgress) => void;
  /** Ends the check with its reason; what was checked by then is noted. */
  signal?: AbortSignal | undefined;
};

/** A pair that cannot be used, and why, in one line that names the file. */
export type BadPair = {
  /** The pair's, as its source has it. */
  readonly name: string;
  /** What is wrong with its file. */
  readonly reason: string;
};

/** The pairs that can be used. */
export type CheckedPairs<Kind extends Raster = Pixels> = {
  /** The valid ones, in their order. */
  readonly pairs: FolderPairs<Kind>;
  /** Those that were left out. */
  readonly bad: readonly BadPair[];
  /** How many pairs were decoded; the others were known from an earlier check. */
  readonly decoded: number;
};

/**
 * Decodes every pair once, so that a bad file is known before training and not in the middle of it. What was valid is
 * noted in `.pix2pix-checked.json` in the folder, and the next check decodes only what is new or has changed.
 *
 * @throws DataError that names the first few bad files and counts them, unless `skipBad`; also where no pair is valid;
 *   the signal's reason when it is aborted
 */
export async function checkImages<Kind extends Raster = Pixels>(
  source: FolderPairs<Kind>,
  options: CheckOptions = {},
): Promise<CheckedPairs<Kind>> {
  const { skipBad = false } = options;
  const manifest = await readManifest(source.folder);
  const reasons: (string | undefined)[] = [];
  let decoded = 0;
  try {
    await inParallel(source, options, async (index) => {
      const result = await checkPair(source, index, manifest);
      if (result.decoded) decoded++;
      reasons[index] = result.reason;
      return result.reason === undefined;
    });
  } finally {
    if (decoded > 0) await writeManifest(source.folder, manifest);
  }
  const indices = [...source.names.keys()];
  const bad = indices.flatMap((i) => {
    const reason = reasons[i];
    return reason === undefined ? [] : { name: source.names[i] as string, reason };
  });
  const whole = indices.filter((i) => reasons[i] === undefined);
  if (bad.length > 0 && (!skipBad || whole.length === 0)) throw badImages(bad, indices.length);
  return { pairs: bad.length === 0 ? source : onlyAt(source, whole), bad, decoded };
}

function onlyAt<Kind extends Raster>(source: FolderPairs<Kind>, indices: readonly number[]): FolderPairs<Kind> {
  const { folder, files } = source;
  return { folder, ...pairsAt(source, indices), files: indices.map((index) => files[index] as string[]) };
}

/** As many pairs at a time as there are threads to decode them. */
async function inParallel(
  source: FolderPairs<Raster>,
  { onProgress, signal }: CheckOptions,
  isWhole: (index: number) => Promise<boolean>,
): Promise<void> {
  const indices = source.names.keys();
  const progress = { done: 0, total: source.names.length, bad: 0 };
  const work = async () => {
    for (const index of indices) {
      signal?.throwIfAborted();
      if (!(await isWhole(index))) progress.bad++;
      progress.done++;
      onProgress?.({ ...progress });
    }
  };
  const threads = Number(process.env.UV_THREADPOOL_SIZE) || 4;
  await Promise.all(Array.from({ length: threads }, work));
}

/** Decodes one pair unless its files are known; notes the files of a valid one. */
async function checkPair(
  source: FolderPairs<Raster>,
  index: number,
  manifest: Manifest,
): Promise<{ decoded: boolean; reason?: string }> {
  const problem = source.problems?.[index];
  if (problem !== undefined) return { decoded: false, reason: problem };
  const files = source.files[index] as string[];
  // Before the files are read: what changes meanwhile has another stamp the next time.
  const stamps = await Promise.all(files.map((file) => stampOf(join(source.folder, file))));
  if (files.every((file, i) => knows(manifest, file, stamps[i]))) return { decoded: false };
  try {
    await source.load(index);
    for (const [i, file] of files.entries()) manifest.set(file, stamps[i] as Stamp);
    return { decoded: true };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    for (const file of files) manifest.delete(file);
    return { decoded: true, reason: error.message };
  }
}

function badImages(bad: readonly BadPair[], total: number): DataError {
  const names = someOf(bad.map(({ name }) => name));
  return new DataError(
    `Expected ${total} readable image pairs, got ${bad.length} bad: ${names}. The first one: ${bad[0]?.reason} Repair them, or leave them out (skipBad, --skip-bad).`,
  );
}
