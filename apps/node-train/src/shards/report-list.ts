import { join } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';
import { metrics as metricTable } from '@pix2pix-ts/metrics';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printNote, printResult } from '../cli/output.ts';
import { startProgress } from '../cli/progress.ts';
import { licenceNote } from '../models/licence-note.ts';
import { isBad, MANIFESTS, type ManifestEntry, type ManifestHeader } from './manifest.ts';
import type { Merged } from './merge-manifests.ts';

/** Tells what becomes of a list's lines while they are worked on. */
export type EntryTeller = {
  tell(entry: ManifestEntry): void;
  /** How many were translated. */
  done(): number;
  stop(): void;
};

/** Bad lines that are reported as they come; the manifest has them all. */
const MOST_BAD = 20;

/** A bar, bad lines above it, and an event for each result under `--json`. */
export function tellEntries(
  list: string,
  out: string,
  { images }: ManifestHeader,
  { json }: GlobalOptions,
): EntryTeller {
  const progress = startProgress({ title: 'Translating', total: images, unit: 'images' });
  let [told, bad, done] = [0, 0, 0];
  return {
    tell(entry) {
      if (isBad(entry)) {
        if (bad++ < MOST_BAD) progress.print(`${list}:${entry.line}: ${entry.error}`);
      } else {
        done++;
        const { line, metrics = null } = entry;
        if (json) printEvent({ type: 'image', line, output: join(out, entry.out), metrics });
      }
      progress.update(++told);
    },
    done: () => done,
    stop: () => progress.stop(),
  };
}

/** What a run did. */
export type ListRun = {
  readonly list: string;
  readonly out: string;
  readonly seconds: number;
  readonly licence: string;
  /** By this process. */
  readonly translated: number;
};

/**
 * Prints what a list, or a shard of it, has come to.
 *
 * @throws UsageError where lines could not be done, or ranks' manifests are not here
 */
export function reportList(merged: Merged, run: ListRun, { json }: GlobalOptions): void {
  const { images, bad, metrics, compared, firstBad, open } = merged;
  const { list, out, seconds, licence, translated } = run;
  if (json) printEvent({ type: 'done', images, translated, bad, out, seconds, licence, compared, metrics });
  else {
    printResult(`${images} ${images === 1 ? 'image' : 'images'} of ${list} in ${out}, after ${seconds.toFixed(1)} s.`);
    if (metrics) printResult(metricsLine(merged));
    const note = licenceNote(licence);
    if (note) printNote(note);
  }
  if (bad > 0) {
    const names = firstBad.map(({ line, error }) => `line ${line} (${error})`).join(', ');
    const more = bad > firstBad.length ? ` and ${bad - firstBad.length} more, see ${join(out, MANIFESTS)}` : '';
    throw new UsageError(
      `Expected ${images + bad} images of ${list}, got ${bad} bad: ${names}${more}. The others are done.`,
    );
  }
  if (open.length > 0) throw openShards(out, open);
}

/** What is said about shards that have not finished their lines. */
export function openShards(out: string, open: readonly string[]): UsageError {
  const more = open.length > 5 ? ` and ${open.length - 5} more` : '';
  return new UsageError(
    `Expected every line of the list to have an entry in ${join(out, MANIFESTS)}, but these shards are unfinished: ${open.slice(0, 5).join(', ')}${more}. Run those shards again.`,
  );
}

/** The figures for people. */
export function metricsLine({ compared, metrics }: Merged): string {
  if (!metrics) return 'Without metrics: the list names no targets ("b").';
  const figures = metricTable.names.map((name) => {
    const { label, digits, unit } = metricTable.get(name);
    return `${label} ${metrics[name]?.toFixed(digits)}${unit && ` ${unit}`}`;
  });
  const what = `${compared} ${compared === 1 ? 'image' : 'images'} next to ${compared === 1 ? 'its target' : 'their targets'}`;
  return `${what}: ${figures.join(', ')}`;
}
