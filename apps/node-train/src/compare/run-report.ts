import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printResult } from '../cli/output.ts';
import { readUplot } from '../report/read-uplot.ts';
import { readComparedRuns } from './compared-run.ts';
import { GENERATOR, renderComparison } from './render-comparison.ts';

/** What `pix2pix report` is asked for. */
export type ReportFlags = { readonly folders: readonly string[]; readonly out: string };

/**
 * Compares runs in one page, and prints where it is.
 *
 * @throws UsageError for what is no run, or given twice, and for an output that would replace something else
 */
export async function runReport({ folders, out }: ReportFlags, { json }: GlobalOptions): Promise<void> {
  await checkOut(out);
  const runs = await readComparedRuns(folders);
  await writeAtomically(out, renderComparison(runs, await readUplot()));
  if (!json) return printResult(out);
  const told = runs.map(({ name, folder, steps, seconds, metrics }) => ({ name, folder, steps, seconds, metrics }));
  printEvent({ type: 'report', path: out, runs: told });
}

/** Nothing is lost: only a page of this command is replaced. */
async function checkOut(out: string): Promise<void> {
  const there = await stat(out).catch(() => undefined);
  if (there?.isDirectory())
    throw new UsageError(`Expected --out to be a file, got the folder ${out}. Name a file in it.`);
  if (there && !(there.isFile() && (await isComparison(out))))
    throw new UsageError(`Expected a new file at ${out}, got a different one. Choose another name for --out.`);
  if (!there && !(await stat(dirname(out)).catch(() => undefined))?.isDirectory())
    throw new UsageError(
      `Expected --out to be in an existing folder, got none at ${dirname(out)}. Create it, or choose another.`,
    );
}

async function isComparison(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(1000), position: 0 });
    return buffer.subarray(0, bytesRead).includes(GENERATOR);
  } finally {
    await file.close();
  }
}
