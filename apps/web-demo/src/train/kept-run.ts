import { createStore, del, get, set, setMany } from 'idb-keyval';
import type { LossPoint } from './loss-points.ts';
import type { TrainingPairs } from './training-pairs.ts';

/** A run as it is kept in the browser: what is needed to continue after a reload. */
export type KeptRun = {
  readonly pairs: TrainingPairs;
  readonly step: number;
  readonly steps: number;
  /** The two files. */
  readonly model: Uint8Array;
  readonly state: Uint8Array;
  readonly losses: readonly LossPoint[];
};

type Progress = Omit<KeptRun, 'pairs'>;

const store = createStore('pix2pix-training', 'runs');

/** The run that is kept, if one is. */
export async function keptRun(): Promise<KeptRun | undefined> {
  const [pairs, progress] = await Promise.all([get<TrainingPairs>('pairs', store), get<Progress>('progress', store)]);
  return pairs && progress ? { pairs, ...progress } : undefined;
}

/** Keeps the pairs of a new run in place of the previous run. */
export function keepPairs(pairs: TrainingPairs): Promise<void> {
  return setMany(
    [
      ['pairs', pairs],
      ['progress', undefined],
    ],
    store,
  );
}

/** Keeps how far the run has come, all of it or nothing. */
export function keepProgress(progress: Progress): Promise<void> {
  return set('progress', progress, store);
}

/** Forgets the run. */
export async function forgetRun(): Promise<void> {
  await del('progress', store);
  await del('pairs', store);
}

/** Runs work that only one tab may do at a time. @throws one line where another tab does it */
export async function inOneTab<Result>(work: () => Promise<Result>): Promise<Result> {
  if (!navigator.locks) return work();
  return navigator.locks.request('pix2pix-training', { ifAvailable: true }, (lock) => {
    if (!lock) throw new Error('Another tab is training, and all tabs share one kept run. Stop it there first.');
    return work();
  });
}
