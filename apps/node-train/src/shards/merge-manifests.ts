import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, systemCode, UsageError } from '@pix2pix-ts/common/node';
import { eachMetric, type Metrics, metrics as metricTable } from '@pix2pix-ts/metrics';
import { isBad, MANIFESTS, type ManifestHeader } from './manifest.ts';
import { latestEntries, openManifest, readHeader } from './manifest-file.ts';

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
 * Makes sure that what an output folder holds already is of the same work: list, model, dropout, fit and number of shards.
 *
 * @throws UsageError of one line that names the first manifest that is not, and in what
 */
export async function checkManifests(out: string, own: ManifestHeader): Promise<void> {
  for (const path of await findManifests(out)) checkSameWork(own, await readHeader(path), path);
}

/** @throws UsageError where the manifest of `path` is of other work */
function checkSameWork(own: ManifestHeader, other: ManifestHeader, path: string): void {
  const [expected, got] = [workOf(own), workOf(other)];
  const i = expected.findIndex((fact, at) => fact.value !== got[at]?.value);
  if (i < 0) return;
  throw new UsageError(
    `Expected results of ${got[i]?.text}, as in ${path}, got ${expected[i]?.text}. Use another --out, or the original inputs.`,
  );
}

/** What must be the same in all manifests of a folder, and how it is named. */
function workOf({ list, listHash, model, modelHash, dropout, fit = 'stretch', tile, shards }: ManifestHeader) {
  return [
    { value: listHash, text: `the list ${list} (${listHash.slice(0, 8)})` },
    { value: modelHash, text: `the model ${model} (${modelHash.slice(0, 8)})` },
    { value: dropout, text: dropout === null ? "the model's own dropout" : `dropout ${dropout}` },
    { value: fit, text: `fit ${fit}` },
    { value: tile, text: tile === undefined ? 'tiles of the usual size' : `tiles of ${tile} pixels` },
    { value: shards, text: shards === 1 ? 'one shard' : `${shards} shards` },
  ];
}

/** What some shards come to. */
export type Merged = {
  /** Of any of them. */
  readonly header: ManifestHeader;
  /** Results that are there, and lines that could not be done. */
  readonly images: number;
  readonly bad: number;
  /** The first of the bad lines by manifest. */
  readonly firstBad: readonly { readonly line: number; readonly error: string }[];
  /** How many results were compared with a target, and the means; null where none was. */
  readonly compared: number;
  readonly metrics: Metrics | null;
  /** Shards that have not been through all of their lines, each with what is missing. */
  readonly open: readonly string[];
};

/** Bad lines that are reported one by one. */
const MOST_BAD = 5;

/**
 * Merges manifests, at least one; their number and order make no difference to the figures.
 *
 * @param expectAll whether a shard without a manifest is one that is open
 * @throws UsageError where they are not of the same work; FileError
 */
export async function mergeManifests(paths: readonly string[], expectAll: boolean): Promise<Merged> {
  const sums = new Map(metricTable.names.map((name) => [name, createExactMean()]));
  const count = { images: 0, bad: 0, compared: 0 };
  const firstBad: { line: number; error: string }[] = [];
  const open: string[] = [];
  const found = new Set<number>();
  let header: ManifestHeader | undefined;
  for (const path of paths) {
    const manifest = await openManifest(path);
    header ??= manifest.header;
    checkSameWork(header, manifest.header, path);
    found.add(manifest.header.shard);
    let lines = 0;
    for await (const entry of latestEntries(manifest)) {
      lines++;
      if (isBad(entry)) {
        if (count.bad++ < MOST_BAD) firstBad.push(entry);
        continue;
      }
      count.images++;
      if (!entry.metrics) continue;
      count.compared++;
      for (const [name, sum] of sums) sum.add(entry.metrics[name] as number);
    }
    const { shard, images } = manifest.header;
    if (lines < images) open.push(`${shard}/${header.shards} has ${lines} of ${images} lines`);
  }
  if (!header) throw new Error('Expected at least one manifest, got none.');
  const { shards } = header;
  for (let shard = 1; expectAll && shard <= shards; shard++)
    if (!found.has(shard)) open.push(`${shard}/${shards} is missing`);
  const mean = (name: string) => sums.get(name)?.mean(count.compared) as number;
  const metrics = count.compared === 0 ? null : eachMetric((_, name) => mean(name));
  return { header, ...count, firstBad, metrics, open };
}

/** A mean that does not depend on the order in which values come, to the last bit. */
type ExactMean = { add(value: number): void; mean(count: number): number };

/** Metrics are at most 100, so that a value in these units is a safe integer; it is rounded to 1e-12. */
const UNITS = 2 ** 40;

/** Values are rounded and summed as integers, because sums of floating-point numbers depend on their order. */
function createExactMean(): ExactMean {
  let sum = 0n;
  return {
    add(value) {
      sum += BigInt(Math.round(value * UNITS));
    },
    mean: (count) => Number(sum) / UNITS / count,
  };
}
