import { join, parse } from 'node:path';
import { DataError } from '../data-error.ts';
import { SPLITS, type Split, splitOf } from '../split-of.ts';
import { type Listing, listFolder, noImages, passedOver } from './list-folder.ts';
import { someOf } from './some-of.ts';

/** A pair in a folder: one side-by-side image, or the images of A and B; paths relative to the folder. */
export type FoundPair = {
  readonly name: string;
  readonly split: Split;
  readonly files: readonly string[];
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

/** A place with pairs: side-by-side images in one folder, or the two folders of the halves, relative to the data's. */
type Place = { readonly split?: Split; readonly together?: string; readonly halves?: readonly [a: string, b: string] };

/**
 * The pairs of a folder in one of its layouts: `{train,val,test}/*`, `{train,val,test}/{A,B}/*`, `{train,val,test}{A,B}/*`,
 * `{A,B}/{train,val,test}/*`, or without folders for the splits `*` and `{A,B}/*`, which `splitKey` and the hash of the
 * name divide. Capitals do not matter.
 *
 * @throws DataError where the layout is none of these, or no name in A is also in B
 */
export async function findPairs(folder: string, splitKey: (name: string) => string): Promise<FoundPairs> {
  const notes: string[] = [];
  const listing = await listFolder(folder);
  const { places, splits } = await layoutOf(folder, listing, notes);
  const found = await Promise.all(
    places.map(async (place) => {
      const pairs = place.halves
        ? await matchHalves(folder, place.halves, notes)
        : await sideBySide(folder, place, notes);
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
  if (splits.length === 0) return { pairs: await matchHalves('', [a, b], notes), notes };
  notes.push(...passedOver(a, inA, [...ofA.values()]), ...passedOver(b, inB, [...ofB.values()]));
  const found = splits.map(async (split) => {
    const [left, right] = [ofA.get(split), ofB.get(split)];
    if (left === undefined || right === undefined)
      throw new DataError(
        `Expected a folder ${split}/ in both ${a} and ${b}, got one in ${left === undefined ? b : a} alone. Add the other one, or move it away.`,
      );
    const pairs = await matchHalves('', [join(a, left), join(b, right)], notes);
    return pairs.map((pair) => ({ ...pair, split }));
  });
  return { pairs: (await Promise.all(found)).flat(), notes };
}

/** Where the pairs are; notes on the folders that are looked through for that. */
async function layoutOf(folder: string, listing: Listing, notes: string[]) {
  const splits = foldersOf(listing, SPLITS);
  if (splits.size > 0) {
    checkNothingBeside(folder, [...splits.values()], listing);
    notes.push(...passedOver(folder, listing, [...splits.values()]));
    const places = [...splits].map(async ([split, name]) => ({
      ...(await placeIn(folder, name, await listFolder(join(folder, name)), notes)),
      split,
    }));
    return { places: await Promise.all(places), splits };
  }
  return (
    (await splitsOfHalves(folder, listing, notes)) ?? { places: [await placeIn(folder, '', listing, notes)], splits }
  );
}

/** The layouts `trainA/`, `trainB/` and `A/train/`, `B/train/`; undefined where it is neither. */
async function splitsOfHalves(folder: string, listing: Listing, notes: string[]) {
  const halves = foldersOf(listing, ['A', 'B']);
  const joined = SPLITS.flatMap((split) => ['A', 'B'].flatMap((half) => [`${split}${half}`, `${split}_${half}`]));
  const perHalf = foldersOf(listing, joined);
  const paths = new Map([...perHalf].map(([name, path]) => [name.replace('_', ''), path]));
  let splits = [...paths.keys()];
  if (paths.size > 0) {
    checkNothingBeside(folder, [...perHalf.values()], listing);
    notes.push(...passedOver(folder, listing, [...perHalf.values()]));
  } else if (halves.size === 2) {
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
    const [a, b] = [paths.get(`${split}A`), paths.get(`${split}B`)];
    if (a === undefined && b === undefined) return [];
    if (a === undefined || b === undefined) {
      throw new DataError(
        `Expected the pictures of both A and B for ${split} in ${folder}, got only ${a ?? b}/. Add the other folder.`,
      );
    }
    return [{ split, halves: [a, b] as const }];
  });
  return { places, splits: new Map(places.map(({ split, halves }) => [split as Split, halves?.[0] as string])) };
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
async function placeIn(folder: string, inside: string, listing: Listing, notes: string[]): Promise<Place> {
  const place = join(folder, inside);
  const halves = foldersOf(listing, ['A', 'B']);
  const [a, b] = [halves.get('A'), halves.get('B')];
  if (a === undefined && b === undefined) return { together: inside };
  if (a === undefined || b === undefined) {
    const [here, missing] = a === undefined ? [b, 'A'] : [a, 'B'];
    throw new DataError(`Expected A/ and B/ in ${place}, got only ${here}/. Add ${missing}/ with the other pictures.`);
  }
  if (listing.images.length > 0) {
    throw new DataError(
      `Expected either A/ and B/ or side-by-side images in ${place}, got both (${listing.images[0]}). Move one of them away.`,
    );
  }
  notes.push(...passedOver(place, listing, [a, b]));
  return { halves: [relative(inside, a), relative(inside, b)] };
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

/** A and B belong together where their names agree except for the extension. */
async function matchHalves(folder: string, [halfA, halfB]: readonly [string, string], notes: string[]) {
  const [placeA, placeB] = [join(folder, halfA), join(folder, halfB)];
  const [a, b] = await Promise.all([listFolder(placeA), listFolder(placeB)]);
  if (a.images.length === 0 && b.images.length > 0) throw noImages(placeA, a);
  if (b.images.length === 0 && a.images.length > 0) throw noImages(placeB, b);
  if (a.images.length > 0) notes.push(...passedOver(placeA, a), ...passedOver(placeB, b));
  const [inA, inB] = [byName(a.images), byName(b.images)];
  const names = [...new Set([...inA.keys(), ...inB.keys()])];
  checkSomeMatch(placeA, placeB, inA, inB);
  return names.map((name) => {
    const [filesA, filesB] = [inA.get(name) ?? [], inB.get(name) ?? []];
    const files = [...filesA.map((file) => relative(halfA, file)), ...filesB.map((file) => relative(halfB, file))];
    const problem = twinsProblem(name, placeA, filesA) ?? twinsProblem(name, placeB, filesB);
    if (problem) return { name, files, ...problem };
    if (files.length === 2) return { name, files };
    const [here, there] = filesB.length === 0 ? [placeA, placeB] : [placeB, placeA];
    const file = join(here, (filesA[0] ?? filesB[0]) as string);
    return {
      name,
      files,
      problem: `Expected an image named ${name} in ${there} to match ${file}, got none. Add it, or remove ${file}.`,
    };
  });
}

type Named = ReadonlyMap<string, readonly string[]>;

/** Two folders without one name in common are not the halves of pairs. */
function checkSomeMatch(placeA: string, placeB: string, inA: Named, inB: Named): void {
  if (inA.size === 0 || [...inA.keys()].some((name) => inB.has(name))) return;
  const onlyIn = (half: string, named: Named) => `only in ${half}: ${someOf([...named.values()].flat())}`;
  throw new DataError(
    `Expected the same names in ${placeA} and ${placeB}, got ${onlyIn('A', inA)}; ${onlyIn('B', inB)}. Give the two pictures of a pair the same name.`,
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

function checkNothingBeside(folder: string, splits: readonly string[], listing: Listing): void {
  const { images } = listing;
  const beside = [
    ...(images.length > 0 ? [`images (${images[0]})`] : []),
    ...[...foldersOf(listing, ['A', 'B']).values()].map((half) => `${half}/`),
  ];
  if (beside.length === 0) return;
  throw new DataError(
    `Expected either a folder for each split or one for all in ${folder}, got ${splits.join('/, ')}/ and next to them ${beside.join(', ')}. Move one of them away.`,
  );
}
