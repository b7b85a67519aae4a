import {
  type Colour,
  coloursInCommon,
  compareNames,
  hexOf,
  type PhotographKind,
  type PlannedPair,
  planPhotographs,
  whatToExpect,
} from '@pix2pix-ts/data';
import { describeLeftOut, isHidden } from '../train/pair-up.ts';
import type { NamedPair, TrainingPairs } from '../train/training-pairs.ts';
import { callWorker } from '../worker/call-worker.ts';
import { lineOf } from '../worker/calls.ts';
import { startWorker } from '../worker/start-worker.ts';
import { pageForPhotographs } from './page-for-photographs.ts';
import type { PhotographCalls, SeenPhotograph } from './photograph-calls.ts';

/** How photographs become pairs. */
export type ReadPhotographsOptions = {
  /** What they are turned into. */
  kind: PhotographKind;
  /** Whether there are many squares of each, in place of the one in its middle. */
  tile: boolean;
  /** The size of the pairs. */
  imageSize: number;
  onProgress(title: string, done: number, total: number): void;
  /** Called about photographs that were left out. */
  onNote(note: string): void;
  /** Ends the work: something else was chosen. */
  signal: AbortSignal;
};

/** The bytes that pairs may have: they are kept in the browser, and twice in the memory when training begins. */
const ROOM = 2 ** 27;

type Worker = ReturnType<typeof callWorker<PhotographCalls>>;
type Seen = SeenPhotograph & { readonly file: File };

/**
 * Pairs out of photographs, as `pix2pix prepare` makes them of the same files. Where there are too many, those that are used
 * are spread evenly over all. What cannot be read or is smaller than the pairs is left out and reported.
 *
 * @throws one line where no photograph is left; the signal's reason
 */
export async function readPhotographs(files: readonly File[], options: ReadPhotographsOptions): Promise<TrainingPairs> {
  const { kind, tile, imageSize, signal } = options;
  const worker = callWorker<PhotographCalls>(startWorker('photographs'));
  const end = () => worker.end();
  signal.addEventListener('abort', end);
  try {
    const seen = await look(worker, files, options);
    const palette =
      kind === 'labels' ? await worker.call('palette', { samples: seen.map(({ sample }) => sample) }) : [];
    const photographs = seen.map(({ file, width, height }) => ({ name: nameOf(file), width, height }));
    const plan = planPhotographs(photographs, { size: imageSize, tile });
    const taken = spread(plan, Math.floor(ROOM / (2 * 3 * imageSize ** 2)));
    const pairs = await make(worker, seen, taken, palette, options);
    const inSplit = (isTraining: boolean) =>
      pairs.filter((_, place) => (taken[place]?.split === 'train') === isTraining);
    const expected = whatToExpect({
      kind,
      pictures: seen.length,
      pairs: taken.length,
      alike: coloursInCommon(seen.map(({ shares }) => shares)),
    });
    return {
      title: titleOf(kind, seen.length),
      licence: '',
      train: inSplit(true),
      heldOut: inSplit(false),
      expected: taken.length < plan.length ? `${expected} ${tooMany(taken.length, plan.length)}` : expected,
      page: pageForPhotographs(kind, imageSize, palette.map(hexOf)),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
    worker.end();
  }
}

async function look(worker: Worker, files: readonly File[], options: ReadPhotographsOptions): Promise<Seen[]> {
  const { imageSize, onProgress, onNote } = options;
  const shown = files
    .filter((file) => !isHidden(file))
    .sort((left, right) => compareNames(nameOf(left), nameOf(right)));
  const seen: Seen[] = [];
  const bad: { line: string; name: string }[] = [];
  for (const [done, file] of shown.entries()) {
    onProgress('Looking at the photographs', done, shown.length);
    try {
      seen.push({ file, ...(await worker.call('look', { file, size: imageSize })) });
    } catch (error) {
      options.signal.throwIfAborted();
      bad.push({ line: lineOf(error), name: file.name });
    }
  }
  const [first, ...others] = bad;
  const rest = describeLeftOut(new Map([['not used either', others.map(({ name }) => name)]]));
  const why = others.length > 0 ? `${first?.line} Also ${rest}` : first?.line;
  if (seen.length === 0) throw new Error(why ?? 'Expected photographs, got none. Choose some.');
  if (why !== undefined) onNote(`Skipped ${bad.length} of ${shown.length}: ${why}`);
  return seen;
}

async function make(
  worker: Worker,
  seen: readonly Seen[],
  plan: readonly PlannedPair[],
  palette: readonly Colour[],
  { kind, imageSize: size, onProgress }: ReadPhotographsOptions,
): Promise<NamedPair[]> {
  const pairs: NamedPair[] = [];
  for (const [photograph, { file }] of seen.entries()) {
    onProgress('Making pairs', pairs.length, plan.length);
    const own = plan.filter((pair) => pair.photograph === photograph);
    if (own.length === 0) continue;
    const squares = own.map(({ square }) => square);
    const made = await worker.call('pairs', { file, squares, kind, size, palette });
    pairs.push(...made.map((pair, place) => ({ name: (own[place] as PlannedPair).name, ...pair })));
  }
  return pairs;
}

/** At most so many, evenly from the first to the last. */
function spread(plan: readonly PlannedPair[], most: number): readonly PlannedPair[] {
  if (plan.length <= most) return plan;
  return Array.from({ length: most }, (_, place) => plan[Math.floor((place * plan.length) / most)] as PlannedPair);
}

/** Not the folder that it was dropped in. */
function nameOf({ name }: File): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

const TITLES: Readonly<Record<PhotographKind, string>> = {
  edges: 'Edges',
  grey: 'Greys',
  blur: 'Blurs',
  mosaic: 'Mosaics',
  labels: 'Flat colours',
};

function titleOf(kind: PhotographKind, count: number): string {
  return `${TITLES[kind]} of ${count === 1 ? '1 photograph' : `${count} photographs`}`;
}

function tooMany(taken: number, all: number): string {
  return `Of ${all.toLocaleString('en')} tiles ${taken.toLocaleString('en')} are used: there is room for no more in a page.`;
}
