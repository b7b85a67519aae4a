import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../cli/usage-error.ts';
import { FileError, systemCode } from '../files/file-error.ts';
import { MANIFESTS, type ManifestHeader } from './manifest.ts';
import { readHeader } from './read-manifest.ts';

/** The manifests of an output folder by the number of their shard. @throws FileError where the folder cannot be read */
export async function findManifests(out: string): Promise<string[]> {
  const folder = join(out, MANIFESTS);
  try {
    const names = (await readdir(folder)).filter((name) => /^\d+-of-\d+\.jsonl$/.test(name));
    return names
      .sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
      .map((name) => join(folder, name));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw new FileError('read', folder, error);
  }
}

/**
 * Makes sure that what an output folder holds already is of the same work: list, model, dropout and number of shards.
 *
 * @throws UsageError of one line that names the first manifest that is not, and in what
 */
export async function checkManifests(out: string, own: ManifestHeader): Promise<void> {
  for (const path of await findManifests(out)) checkSameWork(own, await readHeader(path), path);
}

/** @throws UsageError where the manifest of `path` is of other work */
export function checkSameWork(own: ManifestHeader, other: ManifestHeader, path: string): void {
  const [expected, got] = [workOf(own), workOf(other)];
  const i = expected.findIndex((fact, at) => fact.value !== got[at]?.value);
  if (i < 0) return;
  throw new UsageError(
    `Expected results of ${got[i]?.text}, as in ${path}, got ${expected[i]?.text}. Use another --out, or the original inputs.`,
  );
}

/** What must be the same in all manifests of a folder, and how it is named. */
function workOf({ list, listHash, model, modelHash, dropout, shards }: ManifestHeader) {
  return [
    { value: listHash, text: `the list ${list} (${listHash.slice(0, 8)})` },
    { value: modelHash, text: `the model ${model} (${modelHash.slice(0, 8)})` },
    { value: dropout, text: dropout === null ? "the model's own dropout" : `dropout ${dropout}` },
    { value: shards, text: shards === 1 ? 'one shard' : `${shards} shards` },
  ];
}
