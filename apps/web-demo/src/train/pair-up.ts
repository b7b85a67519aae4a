import { compareNames } from '@pix2pix-ts/data';
import { shownText } from '../text/shown-text.ts';

/** A pair's name and its files: one that shows both halves, or that of A and that of B. */
type PairedFiles<Named> = readonly [name: string, ...files: Named[]];

/** What was found among files, and what is left over, by reason; a reason ends with the names. */
export type PairUp<Named> = {
  readonly pairs: readonly PairedFiles<Named>[];
  readonly leftOut: ReadonlyMap<string, readonly string[]>;
};

/**
 * Pairs of files by their paths: those of the folders A and B (also `a` and `b`, `trainA` and `trainB`, `A/train` and
 * `B/train`) with the same names, or each file by itself where there are no such folders. Nothing is skipped silently except
 * hidden files.
 */
export function pairUp<Named extends { readonly name: string }>(files: readonly Named[]): PairUp<Named> {
  const leftOut = new Map<string, string[]>();
  const leave = (reason: string, { name }: Named) => {
    const names = leftOut.get(reason);
    if (names) names.push(name);
    else leftOut.set(reason, [name]);
  };
  const halves = { A: new Map<string, Named>(), B: new Map<string, Named>() };
  const single = new Map<string, Named>();
  const beside: Named[] = [];
  for (const file of [...files].sort((left, right) => compareNames(left.name, right.name))) {
    const place = placeOf(file.name);
    if (!place.half) beside.push(file);
    const among = place.half ? halves[place.half] : single;
    if (among.has(place.key)) leave('same name as another', file);
    else among.set(place.key, file);
  }
  if (halves.A.size + halves.B.size === 0) return { pairs: byShortNames([...single]), leftOut };
  const pairs: PairedFiles<Named>[] = [];
  for (const [key, file] of halves.A) {
    const other = halves.B.get(key);
    if (other) pairs.push([key, file, other]);
    else leave('only in A', file);
  }
  for (const [key, file] of halves.B) if (!halves.A.has(key)) leave('only in B', file);
  for (const file of beside) leave('neither in A nor in B', file);
  return { pairs: byShortNames(pairs), leftOut };
}

/** Whether a file is hidden, or is in a hidden folder. */
export function isHidden({ name }: { readonly name: string }): boolean {
  return /(^|\/)(\.|__MACOSX\/)/.test(name);
}

/** The reasons with the first few names each: "only in A: 1.png, 2.png and 3 more; only in B: 7.png". */
export function describeLeftOut(leftOut: ReadonlyMap<string, readonly string[]>): string {
  return [...leftOut].map(([reason, names]) => `${reason}: ${firstFew(names)}`).join('; ');
}

const MOST = 40;
const FEW = 3;

function firstFew(names: readonly string[]): string {
  const few = names.slice(0, FEW).map((name) => shownText(name, MOST));
  return few.join(', ') + (names.length > FEW ? ` and ${names.length - FEW} more` : '');
}

/** Which half a file is in, and its name without that. */
function placeOf(path: string): { half: 'A' | 'B' | undefined; key: string } {
  const folders = path.split('/');
  // The same letters, however a system composes the accents of its file names.
  const stem = (folders.pop() ?? '').replace(/(.)\.[^.]+$/, '$1').normalize('NFC');
  const [before = '', last = ''] = [folders.at(-2), folders.at(-1)];
  const [, split = '', half] = /^(train|val|test)?([ab])$/i.exec(last) ?? [];
  if (half) return { half: upper(half), key: [...folders.slice(0, -1), split, stem].filter(Boolean).join('/') };
  if (/^(train|val|test)$/i.test(last) && /^[ab]$/i.test(before))
    return { half: upper(before), key: [...folders.slice(0, -2), last, stem].join('/') };
  return { half: undefined, key: [...folders, stem].join('/') };
}

function upper(half: string): 'A' | 'B' {
  return half.toUpperCase() as 'A' | 'B';
}

/** In the order of the names, and without the folder that they are all in: the name decides what is held out. */
function byShortNames<Named>(pairs: readonly PairedFiles<Named>[]): PairedFiles<Named>[] {
  const folders = new Set(pairs.map(([name]) => name.slice(0, name.lastIndexOf('/') + 1)));
  const [shared = ''] = folders;
  const cut = folders.size === 1 ? shared.length : 0;
  return pairs
    .map(([name, ...files]): PairedFiles<Named> => [name.slice(cut), ...files])
    .sort(([left], [right]) => compareNames(left, right));
}
