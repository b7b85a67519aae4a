import { join } from 'node:path';
import { DataError } from '../data-error.ts';
import type { ImagePair, PairSource } from '../pair-source.ts';
import type { Pixels } from '../pixels.ts';
import { splitSideBySide } from '../side-by-side.ts';
import { SPLITS, type Split } from '../split-of.ts';
import { decodeImage } from './decode-image.ts';
import { type FoundPair, findPairs } from './find-pairs.ts';
import { listFolder, noImages } from './list-folder.ts';

/** The pairs of a folder. */
export type FolderPairs = PairSource & {
  /** As it was given. */
  readonly folder: string;
  /** The files of each pair, relative to the folder, with slashes: one side-by-side image, or A and B. */
  readonly files: readonly (readonly string[])[];
};

/** Which pairs of a folder. */
export type OpenPairsOptions = {
  /** One part of the pairs, or all of them. */
  split: Split | 'all';
  /** What is hashed to divide an unsplit folder; see `splitOf`. @default the name itself */
  splitKey?: (name: string) => string;
};

/**
 * The image pairs of a folder, in the natural order of their names. Layouts: `{train,val,test}/*` with A left and B right
 * in one image, `{train,val,test}/{A,B}/*`, and the same without folders for the splits, divided by the hash of the name.
 * A name is the file's without extension; with split 'all' of a divided folder the split stands before it (`val/7`).
 * Nothing is decoded yet.
 *
 * @throws DataError of one line: no folder, no images, A and B that do not match, an unclear layout
 */
export async function openPairs(folder: string, { split, splitKey }: OpenPairsOptions): Promise<FolderPairs> {
  const found = await findPairs(folder, splitKey ?? ((name) => name));
  const wanted = split === 'all' ? withSplitNames(found) : found.filter((pair) => pair.split === split);
  if (wanted.length === 0) throw await nothingFound(folder, split, found);
  return folderPairs(folder, wanted);
}

/**
 * How many pairs each split of a folder has.
 *
 * @throws DataError as `openPairs` does, but not where only some splits are empty
 */
export async function countPairs(
  folder: string,
  splitKey: (name: string) => string = (name) => name,
): Promise<Record<Split, number>> {
  const found = await findPairs(folder, splitKey);
  if (found.length === 0) throw await nothingFound(folder, 'all', found);
  const count = (split: Split) => found.filter((pair) => pair.split === split).length;
  return { train: count('train'), val: count('val'), test: count('test') };
}

/** A source of these pairs of a folder. */
export function folderPairs(folder: string, pairs: readonly Pick<FoundPair, 'name' | 'files'>[]): FolderPairs {
  const load = async (index: number) => {
    const pair = pairs[index];
    if (!pair) throw new RangeError(`Expected an index below ${pairs.length}, got ${index}. Check it.`);
    return loadPair(folder, pair.files);
  };
  return { folder, names: pairs.map(({ name }) => name), files: pairs.map(({ files }) => files), load };
}

async function loadPair(folder: string, files: readonly string[]): Promise<ImagePair> {
  const paths = files.map((file) => join(folder, file));
  const [first, second] = (await Promise.all(paths.map(decodeImage))) as [Pixels, Pixels?];
  return second ? { a: first, b: second } : splitSideBySide(first, paths[0]);
}

/** The same name may stand in two folders of splits. */
function withSplitNames(found: readonly FoundPair[]): FoundPair[] {
  return found.map((pair) =>
    pair.files[0]?.startsWith(`${pair.split}/`) ? { ...pair, name: `${pair.split}/${pair.name}` } : pair,
  );
}

async function nothingFound(folder: string, split: Split | 'all', found: readonly FoundPair[]): Promise<DataError> {
  const listing = await listFolder(folder);
  const splits = SPLITS.filter((name) => listing.folders.has(name));
  if (split !== 'all' && listing.folders.has(split)) {
    const place = join(folder, split);
    return noImages(place, await listFolder(place));
  }
  if (found.length === 0) return noImages(folder, listing);
  if (splits.length > 0) {
    return new DataError(
      `Expected the folder ${split}/ in ${folder}, got ${splits.join('/, ')}/. Add it, or take another split.`,
    );
  }
  return new DataError(
    `Expected images of the split ${split} in ${folder}, got none: the hashes of its ${found.length} names fall elsewhere. Add more images, or sort them into train/, val/ and test/.`,
  );
}
