import { join } from 'node:path';
import { writeAtomically } from '@pix2pix-ts/common/node';
import { embedResults, embedSamples, type RunResult } from './embed-images.ts';
import { readRun } from './read-run.ts';
import { readUplot } from './read-uplot.ts';
import { renderReport } from './render-report.ts';

/** What a report is called in the folder of its run. */
export const REPORT_FILE = 'report.html';

/** What the folder of a run does not say. */
export type ReportOptions = {
  /** How the command line is called where the report is read. @default 'npx @pix2pix-ts/cli' */
  command?: string;
};

/**
 * Writes `report.html` into a run's folder, from what is there (`config.json`, `log.jsonl`, `samples/`) and the
 * held-out results, and returns its path. Any of them may be missing or cut short.
 *
 * @throws FileError where the folder cannot be read or written
 */
export async function writeReport(
  folder: string,
  results: { readonly images: readonly RunResult[] } = { images: [] },
  { command = 'npx @pix2pix-ts/cli' }: ReportOptions = {},
): Promise<string> {
  const { config, dataSet, log, samples } = await readRun(folder);
  const page = renderReport({
    folder,
    command,
    config,
    dataSet,
    log,
    samples: await embedSamples(samples),
    results: await embedResults(results.images),
    resultCount: results.images.length,
    uplot: await readUplot(),
  });
  const path = join(folder, REPORT_FILE);
  await writeAtomically(path, page);
  return path;
}
