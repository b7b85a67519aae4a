import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { cacheFolder, makeFolder, writeAtomically } from '@pix2pix-ts/common/node';
import * as v from 'valibot';
import { parseJson } from '../files/parse-json.ts';
import { readSmallFile } from '../files/read-small-file.ts';

/**
 * The figures that were kept for this on this machine; undefined where there are none, or the file is not what was written.
 *
 * @param measured what the figures are of; where anything in it changes, they are measured again
 */
export async function readKept<Figures>(
  measured: object,
  schema: v.GenericSchema<unknown, Figures>,
): Promise<Figures | undefined> {
  const key = keyOf(measured);
  try {
    const file = v.object({ of: v.unknown(), figures: schema });
    const { of, figures } = v.parse(file, parseJson(await readSmallFile(pathOf(key))));
    return isDeepStrictEqual(of, key) ? figures : undefined;
  } catch {
    return undefined; // it is measured again
  }
}

/** Keeps figures for the next time. Where that cannot be, they are measured again then. */
export async function keepFigures(measured: object, figures: object): Promise<void> {
  const key = keyOf(measured);
  try {
    await makeFolder(folder());
    await writeAtomically(pathOf(key), `${JSON.stringify({ of: key, figures }, null, 2)}\n`);
  } catch {
    // A cache that cannot be written to, as of another user or on a full disk.
  }
}

/** With the machine. */
function keyOf(measured: object): unknown {
  const all = cpus();
  // In the order and with the words of JSON, as it is compared with what was read.
  return JSON.parse(
    JSON.stringify({ ...measured, node: process.versions.node, processor: all[0]?.model ?? '', cores: all.length }),
  );
}

const folder = () => join(cacheFolder(), 'engine-speeds', 'v1');

function pathOf(key: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex');
  return join(folder(), `${hash.slice(0, 32)}.json`);
}
