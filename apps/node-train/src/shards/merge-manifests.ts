import { eachMetric, type Metrics, metrics as metricTable } from '@pix2pix-ts/metrics';
import { checkSameWork } from './check-manifests.ts';
import { createExactMean } from './exact-mean.ts';
import { isBad, type ManifestHeader } from './manifest.ts';
import { latestEntries, openManifest } from './read-manifest.ts';

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
