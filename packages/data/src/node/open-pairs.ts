import { dirname, join } from 'node:path';
import type { StoredPictures } from '@pix2pix-ts/common';
import { joinChannels } from '../channels/join-channels.ts';
import { DataError } from '../data-error.ts';
import { chromaOf, lightnessOf } from '../lab/lab-pictures.ts';
import type { ImagePair, PairSource } from '../pair-source.ts';
import type { Pixels, Raster } from '../pixels.ts';
import { splitSideBySide } from '../side-by-side.ts';
import type { Split } from '../split-of.ts';
import type { OnNote } from './dark-samples.ts';
import { decodeImage } from './decode-image.ts';
import { type FoundPair, type FoundPairs, findHalves, findPairs } from './find-pairs.ts';
import { listFolder, noImages } from './list-folder.ts';
import { isList, listPairs } from './list-pairs.ts';
import { decodeStored, pagesIn } from './stored/decode-stored.ts';

/** The pairs of a folder, or of a list. */
export type FolderPairs<Kind extends Raster = Pixels> = PairSource<Kind> & {
  /** As it was given; of a list the folder that it lies in. */
  readonly folder: string;
  /** The files of each pair, relative to the folder, with slashes: one side-by-side image, or A and B; of several inputs B is last. */
  readonly files: readonly (readonly string[])[];
  /**
   * Why a pair cannot be used, where its names alone show it: two files of the same name, or no partner. Loading it throws
   * this.
   */
  readonly problems?: readonly (string | undefined)[];
  /** The split of each pair, where folders say it; undefined where they do not. */
  readonly splits?: readonly Split[] | undefined;
};

/** How pictures are read as they are stored. */
export type StoredReading = Pick<StoredPictures, 'inputs' | 'pages' | 'lab'>;

/** Which pairs of a folder. */
export type OpenPairsOptions = {
  /** One part of the pairs, or all of them. */
  split: Split | 'all';
  /** What is hashed to divide an unsplit folder; see `splitOf`. @default the name itself */
  splitKey?: (name: string) => string;
  /** The first so many of them alone; a whole number from 1. @default all of them */
  limit?: number | undefined;
  /**
   * Reads pictures with the channels and the depth of their files, see `decodeStored`, and joins the channels of several inputs.
   * @default every picture becomes colours of 8 bits
   */
  stored?: StoredReading | undefined;
  /**
   * Gets a line on what is skipped in a folder (files of other formats, other folders, links to nothing), and on each
   * picture that is loaded whose samples of 16 bits use no more than 12.
   */
  onNote?: OnNote;
};

/**
 * The image pairs of a folder, in the natural order of their names. Layouts: `{train,val,test}/*` with A left and B right
 * in one image, `{train,val,test}/{A,B}/*`, and the same without folders for the splits, divided by the hash of the name;
 * also `{train,val,test}{A,B}/*` and `{A,B}/{train,val,test}/*`. Capitals in the folders' names do not matter.
 * A name is the file's without extension; with split 'all' of a divided folder the split precedes it (`val/7`).
 *
 * In place of a folder, a list of pairs: a file named `.jsonl` or `.ndjson` with `{"input": "a/1.png", "target": "b/1.png"}` in a
 * line, paths from its folder on, and perhaps `"split": "val"`. Input is A and target B. It is read line by line; of a pair its
 * two paths are kept.
 *
 * With `stored` a pair's input may be several pictures, in folders that have the names of `inputs` in the place of `A`; and where
 * `pages` says so, each page of a TIFF is a pair, `name/1` and so on, with the same page of its target. With `lab` every picture is a
 * pair, of its lightness and its colours.
 *
 * Nothing is decoded yet. Two files of the same name, and a picture of A or B without its partner, are pairs that cannot be
 * loaded, and so are lines that are no pair: `checkImages` names them or leaves them out.
 *
 * @throws DataError of one line: no folder, no images, A and B without a name in common, an unclear layout
 */
export async function openPairs(
  place: string,
  options: OpenPairsOptions & { stored?: undefined },
): Promise<FolderPairs>;
export async function openPairs(place: string, options: OpenPairsOptions): Promise<FolderPairs<Raster>>;
export async function openPairs(place: string, options: OpenPairsOptions): Promise<FolderPairs<Raster>> {
  const { split, splitKey = (name) => name, limit, stored, onNote } = options;
  const isOfList = await isList(place);
  const found = await (isOfList ? listPairs : findPairs)(place, splitKey, stored?.inputs);
  const wanted = split === 'all' ? withSplitNames(found) : found.pairs.filter((pair) => pair.split === split);
  for (const line of found.notes) onNote?.(line, 'folder');
  if (wanted.length === 0)
    throw isOfList ? nothingInList(place, split, found) : await nothingFound(place, split, found);
  const folder = isOfList ? dirname(place) : place;
  const pages = stored?.pages === 'pairs' ? await eachPage(folder, wanted) : wanted;
  const some = pages.slice(0, limit);
  const splits = found.splits.size === 0 ? undefined : some.map((pair) => pair.split);
  const loadPair = stored?.lab
    ? labLoader(folder, onNote)
    : stored
      ? storedLoader(folder, stored)
      : colourLoader(folder, onNote);
  return { ...folderPairs(folder, some, loadPair), splits };
}

/**
 * The pairs of two folders anywhere, one of A's pictures and one of B's, that have the same names; each may have folders for the
 * splits, `{train,val,test}/*`, whose names then precede those of their pairs (`val/7`). Nothing is decoded yet.
 *
 * @throws DataError of one line: no folder, no images, no name in common, a split in one of them alone
 */
export async function openHalves(
  a: string,
  b: string,
  { onNote }: Pick<OpenPairsOptions, 'onNote'> = {},
): Promise<FolderPairs> {
  const { pairs, notes } = await findHalves(a, b);
  for (const line of notes) onNote?.(line, 'folder');
  if (pairs.length === 0) throw noImages(a, await listFolder(a));
  const named = pairs.map(({ name, split, ...pair }) => ({ ...pair, name: split ? `${split}/${name}` : name }));
  const splits = pairs.flatMap(({ split }) => split ?? []);
  return { ...folderPairs('', named, colourLoader('', onNote)), splits: splits.length > 0 ? splits : undefined };
}

/**
 * How many pairs each split of a folder or list has.
 *
 * @throws DataError as `openPairs` does, but not where only some splits are empty
 */
export async function countPairs(
  place: string,
  splitKey: (name: string) => string = (name) => name,
): Promise<Record<Split, number>> {
  const isOfList = await isList(place);
  const found = await (isOfList ? listPairs : findPairs)(place, splitKey);
  if (found.pairs.length === 0)
    throw isOfList ? nothingInList(place, 'all', found) : await nothingFound(place, 'all', found);
  const count = (split: Split) => found.pairs.filter((pair) => pair.split === split).length;
  return { train: count('train'), val: count('val'), test: count('test') };
}

/** A source of these pairs of a folder. */
function folderPairs<Kind extends Raster>(
  folder: string,
  pairs: readonly Omit<FoundPair, 'split'>[],
  loadPair: LoadPair<Kind>,
): FolderPairs<Kind> {
  const load = async (index: number) => {
    const pair = pairs[index];
    if (!pair) throw new RangeError(`Expected an index below ${pairs.length}, got ${index}. Check it.`);
    if (pair.problem !== undefined) throw new DataError(pair.problem);
    return loadPair(pair);
  };
  return {
    folder,
    names: pairs.map(({ name }) => name),
    files: pairs.map(({ files }) => files),
    problems: pairs.map(({ problem }) => problem),
    load,
  };
}

type LoadPair<Kind extends Raster> = (pair: Pick<FoundPair, 'files' | 'page'>) => Promise<ImagePair<Kind>>;

/** Reads pairs as colours of 8 bits. */
function colourLoader(folder: string, onNote?: OnNote): LoadPair<Pixels> {
  return async ({ files }) => {
    const paths = files.map((file) => join(folder, file));
    const [first, second] = (await Promise.all(paths.map((path) => decodeImage(path, { onNote })))) as [
      Pixels,
      Pixels?,
    ];
    return second ? { a: first, b: second } : splitSideBySide(first, paths[0]);
  };
}

/** Reads each picture as a pair of its lightness and its colours. */
function labLoader(folder: string, onNote?: OnNote): LoadPair<Raster> {
  return async ({ files: [file, ...others] }) => {
    if (others.length > 0)
      throw new DataError(
        `Expected one picture for its lightness and colours, got a pair (${file}, ${others[0]}). Use a folder of photographs.`,
      );
    const picture = await decodeImage(join(folder, file as string), { onNote });
    return { a: lightnessOf(picture), b: chromaOf(picture) };
  };
}

/** Reads pairs as they are stored. */
function storedLoader(folder: string, { pages }: StoredReading): LoadPair<Raster> {
  return async ({ files, page }) => {
    const paths = files.map((file) => join(folder, file));
    const read = (path: string) => decodeStored(path, { pages: pages === 'channels' ? pages : page });
    const pictures = await Promise.all(paths.map(read));
    const target = pictures.pop() as Raster;
    const [first, ...others] = pictures;
    return first ? { a: joinChannels([first, ...others], paths), b: target } : splitSideBySide(target, paths[0]);
  };
}

/** A pair for each page of files that have several; whose files have unlike numbers of them is no pair. */
async function eachPage(folder: string, pairs: readonly FoundPair[]): Promise<FoundPair[]> {
  const paged: FoundPair[] = [];
  for (const pair of pairs) {
    // Of a file that cannot be read 1: loading it tells why.
    const counts = await Promise.all(pair.files.map((file) => pagesIn(join(folder, file)).catch(() => 1)));
    const [count = 1] = counts;
    if (counts.some((other) => other !== count)) {
      const found = pair.files.map((file, i) => `${counts[i]} in ${file}`);
      const problem = `Expected as many pages in each picture of ${pair.name}, got ${found.join(', ')}. Remove those without a partner.`;
      paged.push({ ...pair, problem });
    } else if (count === 1 || pair.problem !== undefined) paged.push(pair);
    else for (let page = 0; page < count; page++) paged.push({ ...pair, name: `${pair.name}/${page + 1}`, page });
  }
  return paged;
}

/** The same name may be in two folders of splits. */
function withSplitNames({ pairs, splits }: FoundPairs): readonly FoundPair[] {
  return splits.size === 0 ? pairs : pairs.map((pair) => ({ ...pair, name: `${pair.split}/${pair.name}` }));
}

async function nothingFound(folder: string, split: Split | 'all', { pairs, splits }: FoundPairs): Promise<DataError> {
  const inside = split === 'all' ? undefined : splits.get(split);
  if (inside !== undefined) {
    const place = join(folder, inside);
    return noImages(place, await listFolder(place));
  }
  if (pairs.length === 0) return noImages(folder, await listFolder(folder));
  if (splits.size > 0) {
    return new DataError(
      `Expected the folder ${split}/ in ${folder}, got ${[...splits.values()].join('/, ')}/. Add it, or use another split.`,
    );
  }
  return new DataError(
    `Expected images of the split ${split} in ${folder}, got none: the hashes of its ${pairs.length} names all fall into other splits. Add more images, or sort them into train/, val/ and test/.`,
  );
}

function nothingInList(list: string, split: Split | 'all', { pairs }: FoundPairs): DataError {
  if (pairs.length === 0)
    return new DataError(
      `Expected pairs in ${list}, got an empty file. Write {"input": "a/1.png", "target": "b/1.png"} in each line.`,
    );
  return new DataError(
    `Expected pairs of the split ${split} in ${list}, got none among its ${pairs.length}. Add more, or say "split": "${split}" in some lines.`,
  );
}
