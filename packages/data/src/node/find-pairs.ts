import { basename, join, parse } from 'node:path';
import { DataError } from '../data-error.ts';
import { SPLITS, type Split, splitOf } from '../split-of.ts';
import { type Listing, listFolder, noImages, passedOver } from './list-folder.ts';
import { someOf } from './some-of.ts';

/**
 * A pair in a folder: one side-by-side image, or the images of A and B; paths relative to the folder. Of several inputs the target
 * is the last.
 */
export type FoundPair = {
  readonly name: string;
  readonly split: Split;
  readonly files: readonly string[];
  /** Of files of several pages this one, from 0. */
  readonly page?: number;
  /** Why this is not a pair, in one line: two files of its name, or no partner. */
  readonly problem?: string;
};

/** The pairs of a folder. */
export type FoundPairs = {
  readonly pairs: readonly FoundPair[];
  /** The folders of the splits by their names here; empty where the names' hashes divide the pairs. */
  readonly splits: ReadonlyMap<Split, string>;
  /** Lines on what was skipped. */
  readonly notes: readonly string[];
};

/** A place with pairs: side-by-side images in one folder, or the folders of a pair's parts, relative to the data's. */
type Place = { readonly split?: Split; readonly together?: string; readonly parts?: readonly string[] };

/**
 * The pairs of a folder in one of its layouts: `{train,val,test}/*`, `{train,val,test}/{A,B}/*`, `{train,val,test}{A,B}/*`,
 * `{A,B}/{train,val,test}/*`, or without folders for the splits `*` and `{A,B}/*`, which `splitKey` and the hash of the
 * name divide. Capitals do not matter.
 *
 * @param inputs the folders that are in the place of A; with any, nothing is side by side
 * @throws DataError where the layout is none of these, or no name in A is also in B
 */
export async function findPairs(
  folder: string,
  splitKey: (name: string) => string,
  inputs?: readonly string[],
): Promise<FoundPairs> {
  const notes: string[] = [];
  const listing = await listFolder(folder);
  const { places, splits } = await layoutOf(folder, listing, notes, [...(inputs ?? ['A']), 'B']);
  if (inputs && places.some(({ parts }) => parts === undefined))
    throw new DataError(
      `Expected the folders ${[...inputs, 'B'].join('/, ')}/ in ${folder}, or in those of its splits, got pictures outside of them. Move them there.`,
    );
  const found = await Promise.all(
    places.map(async (place) => {
      const pairs = place.parts ? await matchParts(folder, place.parts, notes) : await sideBySide(folder, place, notes);
      return pairs.map((pair) => ({ ...pair, split: place.split ?? splitOf(splitKey(pair.name)) }));
    }),
  );
  return { pairs: found.flat(), splits, notes };
}

/**
 * The pairs of two folders: of pictures, or of folders for the splits, `{train,val,test}/*` in each. Their paths are as the
 * folders were given; the split is undefined where nothing says it.
 *
 * @throws DataError where no name in A is also in B, or a split is in one of them alone
 */
export async function findHalves(
  a: string,
  b: string,
): Promise<{ pairs: (Omit<FoundPair, 'split'> & { split?: Split })[]; notes: string[] }> {
  const notes: string[] = [];
  const [inA, inB] = await Promise.all([listFolder(a), listFolder(b)]);
  const [ofA, ofB] = [inA, inB].map((listing) =>
    listing.images.length > 0 ? new Map<Split, string>() : foldersOf(listing, SPLITS),
  ) as [Map<Split, string>, Map<Split, string>];
  const splits = SPLITS.filter((split) => ofA.has(split) || ofB.has(split));
  if (splits.length === 0) return { pairs: await matchParts('', [a, b], notes), notes };
  notes.push(...passedOver(a, inA, [...ofA.values()]), ...passedOver(b, inB, [...ofB.values()]));
  const found = splits.map(async (split) => {
    const [left, right] = [ofA.get(split), ofB.get(split)];
    if (left === undefined || right === undefined)
      throw new DataError(
        `Expected a folder ${split}/ in both ${a} and ${b}, got one in ${left === undefined ? b : a} alone. Add the other one, or move it away.`,
      );
    const pairs = await matchParts('', [join(a, left), join(b, right)], notes);
    return pairs.map((pair) => ({ ...pair, split }));
  });
  return { pairs: (await Promise.all(found)).flat(), notes };
}

/** Where the pairs are; notes on the folders that are looked through for that. */
async function layoutOf(folder: string, listing: Listing, notes: string[], parts: readonly string[]) {
  const splits = foldersOf(listing, SPLITS);
  if (splits.size > 0) {
    checkNothingBeside(folder, [...splits.values()], listing, parts);
    notes.push(...passedOver(folder, listing, [...splits.values()]));
    const places = [...splits].map(async ([split, name]) => ({
      ...(await placeIn(folder, name, await listFolder(join(folder, name)), notes, parts)),
      split,
    }));
    return { places: await Promise.all(places), splits };
  }
  return (
    (await splitsOfParts(folder, listing, notes, parts)) ?? {
      places: [await placeIn(folder, '', listing, notes, parts)],
      splits,
    }
  );
}

/** The layouts `trainA/`, `trainB/` and `A/train/`, `B/train/`; undefined where it is neither. */
async function splitsOfParts(folder: string, listing: Listing, notes: string[], parts: readonly string[]) {
  const halves = foldersOf(listing, parts);
  const joined = SPLITS.flatMap((split) => parts.flatMap((part) => [`${split}${part}`, `${split}_${part}`]));
  const perHalf = foldersOf(listing, joined);
  const paths = new Map([...perHalf].map(([name, path]) => [name.replace('_', ''), path]));
  let splits = [...paths.keys()];
  if (paths.size > 0) {
    checkNothingBeside(folder, [...perHalf.values()], listing, parts);
    notes.push(...passedOver(folder, listing, [...perHalf.values()]));
  } else if (halves.size === parts.length) {
    for (const [half, name] of halves) {
      const inside = await listFolder(join(folder, name));
      if (inside.images.length > 0) return undefined;
      const found = foldersOf(inside, SPLITS);
      for (const [split, path] of found) paths.set(`${split}${half}`, `${name}/${path}`);
      if (found.size > 0) notes.push(...passedOver(join(folder, name), inside, [...found.values()]));
    }
    splits = [...paths.keys()];
    if (splits.length > 0) notes.push(...passedOver(folder, listing, [...halves.values()]));
  }
  if (splits.length === 0) return undefined;
  const places: Place[] = SPLITS.flatMap((split) => {
    const found = parts.flatMap((part) => paths.get(`${split}${part}`) ?? []);
    if (found.length === 0) return [];
    if (found.length < parts.length) {
      const all = parts.length === 2 ? `both ${parts.join(' and ')}` : parts.join(', ');
      throw new DataError(
        `Expected the pictures of ${all} for ${split} in ${folder}, got only ${found.join('/, ')}/. Add the other folder.`,
      );
    }
    return [{ split, parts: found }];
  });
  return { places, splits: new Map(places.map(({ split, parts: found }) => [split as Split, found?.[0] as string])) };
}

/** The folders of these names, by the names; where none has exactly the name, one that differs in capitals. */
function foldersOf<Name extends string>({ folders }: Listing, names: readonly Name[]): Map<Name, string> {
  const found = new Map<Name, string>();
  for (const name of names) {
    const alike = [...folders].find((folder) => folder.toLowerCase() === name.toLowerCase());
    const folder = folders.has(name) ? name : alike;
    if (folder !== undefined) found.set(name, folder);
  }
  return found;
}

/** One folder without splits: side-by-side images, or A/ and B/. */
async function placeIn(
  folder: string,
  inside: string,
  listing: Listing,
  notes: string[],
  parts: readonly string[],
): Promise<Place> {
  const place = join(folder, inside);
  const folders = foldersOf(listing, parts);
  const found = [...folders.values()];
  const wanted = `${parts.join('/ and ')}/`;
  if (found.length === 0) return { together: inside };
  const missing = parts.find((part) => !folders.has(part));
  if (missing !== undefined) {
    throw new DataError(
      `Expected ${wanted} in ${place}, got only ${found.join('/, ')}/. Add ${missing}/ with the other pictures.`,
    );
  }
  if (listing.images.length > 0) {
    throw new DataError(
      `Expected either ${wanted} or side-by-side images in ${place}, got both (${listing.images[0]}). Move one of them away.`,
    );
  }
  notes.push(...passedOver(place, listing, found));
  return { parts: parts.map((part) => relative(inside, folders.get(part) as string)) };
}

async function sideBySide(folder: string, { together = '' }: Place, notes: string[]) {
  const place = join(folder, together);
  const listing = await listFolder(place);
  if (listing.images.length > 0) notes.push(...passedOver(place, listing));
  return [...byName(listing.images)].map(([name, files]) => ({
    name,
    files: files.map((file) => relative(together, file)),
    ...twinsProblem(name, place, files),
  }));
}

/** The parts of a pair, A and B or several inputs and B, belong together where their names agree except for the extension. */
async function matchParts(folder: string, parts: readonly string[], notes: string[]) {
  const places = parts.map((part) => join(folder, part));
  const listings = await Promise.all(places.map(listFolder));
  const isAnyFull = listings.some(({ images }) => images.length > 0);
  for (const [i, listing] of listings.entries()) {
    if (listing.images.length === 0 && isAnyFull) throw noImages(places[i] as string, listing);
    if (listing.images.length > 0) notes.push(...passedOver(places[i] as string, listing));
  }
  const named = listings.map(({ images }) => byName(images));
  checkSomeMatch(places, named);
  const names = [...new Set(named.flatMap((files) => [...files.keys()]))];
  return names.map((name) => {
    const found = named.map((files) => files.get(name) ?? []);
    const files = found.flatMap((some, i) => some.map((file) => relative(parts[i] as string, file)));
    const problem = found.map((some, i) => twinsProblem(name, places[i] as string, some)).find(Boolean);
    if (problem) return { name, files, ...problem };
    if (files.length === parts.length) return { name, files };
    const [here, there] = [found.findIndex(hasFiles), found.findIndex((some) => !hasFiles(some))];
    const file = join(places[here] as string, found[here]?.[0] as string);
    return {
      name,
      files,
      problem: `Expected an image named ${name} in ${places[there]} to match ${file}, got none. Add it, or remove ${file}.`,
    };
  });
}

const hasFiles = (files: readonly string[]) => files.length > 0;

type Named = ReadonlyMap<string, readonly string[]>;

/** Folders without one name in common are not the parts of pairs. */
function checkSomeMatch(places: readonly string[], named: readonly Named[]): void {
  const [first, ...others] = named as [Named, ...Named[]];
  if (first.size === 0 || [...first.keys()].some((name) => others.every((files) => files.has(name)))) return;
  const isPair = named.length === 2;
  const onlyIn = named.map((files, i) => {
    const part = isPair ? 'AB'[i] : basename(places[i] as string);
    return `${isPair ? 'only ' : ''}in ${part}: ${someOf([...files.values()].flat())}`;
  });
  throw new DataError(
    `Expected the same names in ${places.join(' and ')}, got ${onlyIn.join('; ')}. Give the ${isPair ? 'two ' : ''}pictures of a pair the same name.`,
  );
}

/** The files by their names without extension: more than one where names differ in their extensions alone. */
function byName(files: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    // The same letters, however a system composes the accents of its file names.
    const name = parse(file).name.normalize('NFC');
    found.set(name, [...(found.get(name) ?? []), file]);
  }
  return found;
}

function twinsProblem(name: string, place: string, files: readonly string[]): { problem: string } | undefined {
  if (files.length < 2) return undefined;
  return {
    problem: `Expected one image named ${name} in ${place}, got ${files.join(' and ')}. Rename or remove one of them.`,
  };
}

/** With slashes on every system, so that what is written about the files is the same everywhere. */
function relative(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('/');
}

function checkNothingBeside(
  folder: string,
  splits: readonly string[],
  listing: Listing,
  parts: readonly string[],
): void {
  const { images } = listing;
  const beside = [
    ...(images.length > 0 ? [`images (${images[0]})`] : []),
    ...[...foldersOf(listing, parts).values()].map((part) => `${part}/`),
  ];
  if (beside.length === 0) return;
  throw new DataError(
    `Expected either a folder for each split or one for all in ${folder}, got ${splits.join('/, ')}/ and next to them ${beside.join(', ')}. Move one of them away.`,
  );
}
