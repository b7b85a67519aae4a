import { join } from 'node:path';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printNote, printResult } from '../cli/output.ts';
import { UsageError } from '../cli/usage-error.ts';
import { MANIFESTS } from './manifest.ts';
import type { Merged } from './merge-manifests.ts';
import { metricsLine } from './metrics-line.ts';

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
    if (licence !== '') printNote(`The model's training data is under ${licence}.`);
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
