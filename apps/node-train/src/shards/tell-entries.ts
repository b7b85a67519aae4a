import { join } from 'node:path';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent } from '../cli/output.ts';
import { startProgress } from '../cli/progress.ts';
import { isBad, type ManifestEntry, type ManifestHeader } from './manifest.ts';

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
