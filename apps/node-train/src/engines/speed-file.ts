import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { cacheFolder, makeFolder, writeAtomically } from '@pix2pix-ts/common/node';
import * as v from 'valibot';
import { parseJson } from '../files/parse-json.ts';
import { readSmallFile } from '../files/read-small-file.ts';
import { MEASURED, type MeasuredName } from './candidates.ts';
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

/** The same with the machine. */
type Key = Measured & { readonly node: string; readonly processor: string; readonly cores: number };

const speedSchema = v.union([v.pipe(v.number(), v.finite(), v.gtValue(0)), v.string()]);
const speedsSchema = v.partial(v.strictObject(Object.fromEntries(MEASURED.map((name) => [name, speedSchema]))));
const fileSchema = v.object({ of: v.unknown(), speeds: speedsSchema });

/** The figures that were kept for this; undefined where there are none, or the file is not what was written. */
export async function readSpeeds(measured: Measured): Promise<Speeds | undefined> {
  const key = keyOf(measured);
  try {
    const { of, speeds } = v.parse(fileSchema, parseJson(await readSmallFile(pathOf(key))));
    const isWhole = Object.keys(measured.engines).every((name) => name in speeds);
    return isWhole && isDeepStrictEqual(of, key) ? speeds : undefined;
  } catch {
    return undefined; // it is measured again
  }
}

/** Keeps figures for the next time. Where that cannot be, they are measured again then. */
export async function keepSpeeds(measured: Measured, speeds: Speeds): Promise<void> {
  const key = keyOf(measured);
  try {
    await makeFolder(folder());
    await writeAtomically(pathOf(key), `${JSON.stringify({ of: key, speeds }, null, 2)}\n`);
  } catch {
    // A cache that cannot be written to, as of another user or on a full disk.
  }
}

function keyOf(measured: Measured): Key {
  const all = cpus();
  // In the order and with the words of JSON, as it is compared with what was read.
  return JSON.parse(
    JSON.stringify({ ...measured, node: process.versions.node, processor: all[0]?.model ?? '', cores: all.length }),
  );
}

const folder = () => join(cacheFolder(), 'engine-speeds', 'v1');

function pathOf(key: Key): string {
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex');
  return join(folder(), `${hash.slice(0, 32)}.json`);
}
