import { join, parse } from 'node:path';
import { DataError } from '../data-error.ts';
import { SPLITS, type Split, splitOf } from '../split-of.ts';
import { type Listing, listFolder, noImages } from './list-folder.ts';

/** A pair in a folder: one side-by-side image, or the images of A and B; paths relative to the folder. */
export type FoundPair = { readonly name: string; readonly split: Split; readonly files: readonly string[] };

/**
 * The pairs of a folder in one of its layouts: `{train,val,test}/*`, `{train,val,test}/{A,B}/*`, or without folders for
 * the splits `*` and `{A,B}/*`, which `splitKey` and the hash of the name divide.
 *
 * @throws DataError where the layout is none of these, or A and B do not match
 */
export async function findPairs(folder: string, splitKey: (name: string) => string): Promise<FoundPair[]> {
  const listing = await listFolder(folder);
  const splits = SPLITS.filter((split) => listing.folders.has(split));
  if (splits.length === 0) {
    return (await pairsIn(folder, '', listing)).map((pair) => ({ ...pair, split: splitOf(splitKey(pair.name)) }));
  }
  checkNothingBeside(folder, splits, listing);
  const perSplit = splits.map(async (split) =>
    (await pairsIn(folder, split)).map((pair) => ({ ...pair, split: split as Split })),
  );
  return (await Promise.all(perSplit)).flat();
}

/** The pairs of one folder without splits: side-by-side images, or A/ and B/. */
async function pairsIn(folder: string, inside: string, known?: Listing): Promise<Omit<FoundPair, 'split'>[]> {
  const place = join(folder, inside);
  const listing = known ?? (await listFolder(place));
  const [hasA, hasB] = [listing.folders.has('A'), listing.folders.has('B')];
  if (!hasA && !hasB) return sideBySide(place, inside, listing.images);
  if (!hasA || !hasB) {
    const [here, missing] = hasA ? ['A', 'B'] : ['B', 'A'];
    throw new DataError(`Expected A/ and B/ in ${place}, got ${here}/ alone. Add ${missing}/ with the other pictures.`);
  }
  if (listing.images.length > 0) {
    throw new DataError(
      `Expected either A/ and B/ or side-by-side images in ${place}, got both (${listing.images[0]}). Move one of them away.`,
    );
  }
  return matchHalves(place, inside);
}

function sideBySide(place: string, inside: string, images: readonly string[]) {
  return [...byName(place, images)].map(([name, file]) => ({ name, files: [relative(inside, file)] }));
}

/** A and B belong together where their names agree but for the extension. */
async function matchHalves(place: string, inside: string) {
  const [a, b] = (await Promise.all(['A', 'B'].map((half) => listFolder(join(place, half))))) as [Listing, Listing];
  for (const [half, listing, other] of [
    ['A', a, b],
    ['B', b, a],
  ] as const) {
    if (listing.images.length === 0 && other.images.length > 0) throw noImages(join(place, half), listing);
  }
  const [inA, inB] = [byName(join(place, 'A'), a.images), byName(join(place, 'B'), b.images)];
  const onlyA = [...inA].filter(([name]) => !inB.has(name)).map(([, file]) => file);
  const onlyB = [...inB].filter(([name]) => !inA.has(name)).map(([, file]) => file);
  if (onlyA.length + onlyB.length > 0) {
    const alone = [...onlyIn('A', onlyA), ...onlyIn('B', onlyB)].join('; ');
    throw new DataError(
      `Expected the same names in ${place}/A and ${place}/B, got ${alone}. Add what is missing, or remove these.`,
    );
  }
  return [...inA].map(([name, file]) => ({
    name,
    files: [relative(inside, 'A', file), relative(inside, 'B', inB.get(name) as string)],
  }));
}

function onlyIn(half: string, files: readonly string[]): string[] {
  return files.length === 0 ? [] : [`only in ${half}: ${someOf(files)}`];
}

/** The first few of many names. */
export function someOf(names: readonly string[], most = 5): string {
  const more = names.length - most;
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** The files by their names without extension, which must differ. */
function byName(place: string, files: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of files) {
    // The same letters, however a system composes the accents of its file names.
    const name = parse(file).name.normalize('NFC');
    const twin = found.get(name);
    if (twin !== undefined) {
      throw new DataError(`Expected one image named ${name} in ${place}, got ${twin} and ${file}. Rename one of them.`);
    }
    found.set(name, file);
  }
  return found;
}

/** With slashes on every system, so that what is written about the files is the same everywhere. */
function relative(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('/');
}

function checkNothingBeside(folder: string, splits: readonly Split[], { images, folders }: Listing): void {
  const beside = [
    ...(images.length > 0 ? [`images (${images[0]})`] : []),
    ...['A', 'B'].filter((half) => folders.has(half)).map((half) => `${half}/`),
  ];
  if (beside.length === 0) return;
  throw new DataError(
    `Expected either folders for the splits or one for all in ${folder}, got ${splits.join('/, ')}/ and beside them ${beside.join(', ')}. Move one of them away.`,
  );
}
