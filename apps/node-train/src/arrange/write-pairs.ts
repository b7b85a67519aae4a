import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Content } from '@pix2pix-ts/common/node';
import { FileError, makeFolder, systemCode, UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import { DataError } from '@pix2pix-ts/data';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printResult } from '../cli/output.ts';
import { startProgress } from '../cli/progress.ts';

/** A file that is written, and what is in it. */
type NewFile = { readonly path: string; readonly content: Content };

/** The work: pairs by their names, what each becomes, and where. */
export type PairsToWrite = {
  readonly names: readonly string[];
  readonly out: string;
  /** The files of one pair. Rejects with a DataError where it cannot be used: it is named, and the others are done. */
  readonly filesOf: (index: number) => Promise<readonly NewFile[]>;
};

/**
 * Writes the files of all pairs, one pair after the other, each under a temporary name first, and prints how many there are.
 *
 * @throws UsageError at once where `out` holds something, and at the end where some pairs could not be used; FileError where
 *   nothing can be written; the signal's reason when it is aborted
 */
export async function writePairs(
  { names, out, filesOf }: PairsToWrite,
  { json }: GlobalOptions,
  signal: AbortSignal,
): Promise<void> {
  await makeNewFolder(out);
  const bad: string[] = [];
  const made = new Set<string>();
  const progress = startProgress({ title: 'Writing', total: names.length, unit: 'pairs' });
  try {
    for (const [index, name] of names.entries()) {
      signal.throwIfAborted();
      try {
        for (const { path, content } of await filesOf(index)) {
          const folder = dirname(path);
          if (!made.has(folder)) await makeFolder(folder);
          made.add(folder);
          await writeAtomically(path, content);
        }
      } catch (error) {
        if (systemCode(error) && !(error instanceof FileError)) throw new FileError('write', out, error);
        if (!(error instanceof DataError)) throw error;
        bad.push(name);
        progress.print(error.message);
      }
      progress.update(index + 1);
    }
  } finally {
    progress.stop();
  }
  const pairs = names.length - bad.length;
  if (json) printEvent({ type: 'done', pairs, bad: bad.length, out });
  else printResult(`Wrote ${pairs} ${pairs === 1 ? 'pair' : 'pairs'} into ${out}.`);
  if (bad.length === 0) return;
  const some = bad.slice(0, 5).join(', ') + (bad.length > 5 ? ` and ${bad.length - 5} more` : '');
  throw new UsageError(
    `Expected ${names.length} pairs that can be used, got ${bad.length} bad: ${some}. The others are done.`,
  );
}

/** Nothing is lost, and what is there afterwards is these pairs alone. */
async function makeNewFolder(out: string): Promise<void> {
  const there = await makeFolder(out)
    .then(() => readdir(out))
    .catch((error) => {
      throw new FileError('write', out, error);
    });
  if (there.length > 0)
    throw new UsageError(
      `Expected a new or empty folder at ${out}, got other files. Choose another folder, or remove this one.`,
    );
}
