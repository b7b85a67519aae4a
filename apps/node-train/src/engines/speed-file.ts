import * as v from 'valibot';
import { MEASURED, type MeasuredName } from './candidates.ts';
import { keepFigures, readKept } from './kept-figures.ts';
import type { Work } from './work.ts';

/** What was measured, by engine: milliseconds, or why it could not be, in a few words that continue "webgpu is". */
export type Speeds = Readonly<Partial<Record<MeasuredName, number | string>>>;

/** What a measurement is of; where anything in it changes, it is taken again. */
export type Measured = {
  readonly kind: Work['kind'];
  readonly sizeClass: number;
  readonly engines: Readonly<Partial<Record<MeasuredName, string>>>;
  /** What `--threads` asked for. */
  readonly threads: number | null;
};

const speedSchema = v.union([v.pipe(v.number(), v.finite(), v.gtValue(0)), v.string()]);
const speedsSchema = v.partial(v.strictObject(Object.fromEntries(MEASURED.map((name) => [name, speedSchema]))));

/** The figures that were kept for this; undefined where there are none, or one is missing. */
export async function readSpeeds(measured: Measured): Promise<Speeds | undefined> {
  const speeds = await readKept(measured, speedsSchema);
  return speeds && Object.keys(measured.engines).every((name) => name in speeds) ? speeds : undefined;
}

/** Keeps figures for the next time. */
export async function keepSpeeds(measured: Measured, speeds: Speeds): Promise<void> {
  await keepFigures(measured, speeds);
}
