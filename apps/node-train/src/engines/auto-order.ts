import type { TrainConfig } from '@pix2pix-ts/trainer';
import { findCandidates, MEASURED } from './candidates.ts';
import { type AutoOrder, describeSpeeds, engineOrder } from './engine-order.ts';
import { measureEngine } from './measure-engine.ts';
import { keepSpeeds, type Measured, readSpeeds, type Speeds } from './speed-file.ts';
import { sizeClass, type Work } from './work.ts';

/** How `auto` was asked for. */
export type AutoOptions = {
  readonly work: Work;
  readonly threads?: number | undefined;
  /** Takes a line for the reader. */
  readonly onNote: (line: string) => void;
};

/**
 * The order in which `auto` tries the engines for this work: by figures that were kept or, before long work, are measured
 * once; where there is nothing to choose between, or nothing is known, the usual one.
 *
 * @throws the signal's reason where it stops the measurement
 */
export async function autoOrder({ work, threads, onNote }: AutoOptions): Promise<AutoOrder> {
  const candidates = await findCandidates();
  const { engines } = candidates;
  const names = MEASURED.filter((name) => name in engines);
  if (names.length === 1) return engineOrder(candidates, undefined);
  const measured = { engines, threads: threads ?? null };
  const kept = await readSpeeds({ ...measured, ...kindOf(work) });
  if (kept || work.kind !== 'train' || !work.isLong) return engineOrder(candidates, kept);
  onNote(`Measuring once which engine trains a model of this size fastest here: ${names.join(', ')} ...`);
  const speeds = await measureAll(work.config, measured, work.signal);
  if (speeds) onNote(`A step takes ${describeSpeeds(speeds)}.`);
  return engineOrder(candidates, speeds);
}

/**
 * Measures every engine, keeps the figures of both kinds of work, and gives those of training; undefined where no engine
 * gave any.
 */
export async function measureAll(
  config: TrainConfig,
  { engines, threads }: Pick<Measured, 'engines' | 'threads'>,
  signal?: AbortSignal,
): Promise<Speeds | undefined> {
  const [training, translating]: [Mutable<Speeds>, Mutable<Speeds>] = [{}, {}];
  for (const backend of MEASURED.filter((name) => name in engines)) {
    const speed = await measureEngine({ backend, threads: threads ?? undefined, config }, signal);
    training[backend] = typeof speed === 'string' ? speed : speed.trainStepMs;
    translating[backend] = typeof speed === 'string' ? speed : speed.translateMs;
  }
  if (!Object.values(training).some((speed) => typeof speed === 'number')) return undefined;
  const { generator, batch } = config;
  await keepSpeeds({ engines, threads, kind: 'train', sizeClass: sizeClass(generator, batch) }, training);
  await keepSpeeds({ engines, threads, kind: 'translate', sizeClass: sizeClass(generator) }, translating);
  return training;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

function kindOf(work: Work): Pick<Measured, 'kind' | 'sizeClass'> {
  const { kind } = work;
  if (work.kind === 'translate') return { kind, sizeClass: sizeClass(work.generator) };
  return { kind, sizeClass: sizeClass(work.config.generator, work.config.batch) };
}
