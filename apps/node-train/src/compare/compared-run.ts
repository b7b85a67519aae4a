import { UsageError } from '@pix2pix-ts/common/node';
import { metrics } from '@pix2pix-ts/metrics';
import { embedSamples } from '../report/embed-images.ts';
import { flattenConfig } from '../report/flatten-config.ts';
import { type RunFolder, readRun } from '../report/read-run.ts';
import type { EmbeddedSample, Log } from '../report/report.ts';
import { runNames } from './run-names.ts';

/** A metric on held-out images. */
export type MetricOfRun = {
  /** At the end, or when it was last measured. */
  readonly final: number;
  /** While training; null where that was not measured. */
  readonly best: { readonly value: number; readonly step: number } | null;
};

/** A run as it is compared with others. */
export type ComparedRun = {
  readonly name: string;
  readonly folder: string;
  readonly log: Log;
  /** The configuration's values by their paths. */
  readonly options: ReadonlyMap<string, string>;
  /** Steps that are done. */
  readonly steps: number;
  /** What they took, null where the log does not say. */
  readonly seconds: number | null;
  /** Held-out images behind the final figures; null where there are none. */
  readonly images: number | null;
  /** By the names of the metrics. */
  readonly metrics: Readonly<Record<string, MetricOfRun>>;
  /** After the last step of which all runs have samples, or else the run's own last one. */
  readonly sample: EmbeddedSample | null;
};

/**
 * Reads the runs that are to be compared, in the order in which they are given.
 *
 * @throws UsageError for a folder that is no run, or that is given twice; FileError where one cannot be read
 */
export async function readComparedRuns(folders: readonly string[]): Promise<ComparedRun[]> {
  const names = runNames(folders);
  const runs: RunFolder[] = [];
  for (const folder of folders) {
    const run = await readRun(folder);
    if (!isRun(run))
      throw new UsageError(
        `Expected the folder of a run, got ${folder}, which has neither a config.json nor a log.jsonl of one. Give folders that train --out made.`,
      );
    runs.push(run);
  }
  const step = lastCommonStep(runs);
  const compared: ComparedRun[] = [];
  for (const [i, run] of runs.entries())
    compared.push({
      name: names[i] as string,
      folder: folders[i] as string,
      log: run.log,
      options: new Map(flattenConfig(run.config)),
      steps: run.log.steps.at(-1)?.step ?? 0,
      seconds: run.log.steps.at(-1)?.seconds ?? null,
      images: run.log.evaluations.at(-1)?.images ?? null,
      metrics: metricsOf(run.log),
      sample: await sampleOf(run, step),
    });
  return compared;
}

/** A run's configuration names its networks; a log alone will do too. */
function isRun({ config, log }: RunFolder): boolean {
  return 'generator' in config || log.steps.length > 0 || log.evaluations.length > 0;
}

function metricsOf({ evaluations, heldOut }: Log): Record<string, MetricOfRun> {
  const last: Readonly<Record<string, unknown>> = evaluations.at(-1) ?? heldOut.at(-1)?.figures ?? {};
  return Object.fromEntries(
    metrics.names.flatMap((name): [string, MetricOfRun][] => {
      const final = last[name];
      return typeof final === 'number' ? [[name, { final, best: bestOf(name, heldOut) }]] : [];
    }),
  );
}

function bestOf(name: string, heldOut: Log['heldOut']): MetricOfRun['best'] {
  const sign = metrics.get(name).better === 'lower' ? 1 : -1;
  let best: MetricOfRun['best'] = null;
  for (const { step, figures } of heldOut) {
    const value = figures[name];
    if (value !== undefined && (best === null || sign * value < sign * best.value)) best = { value, step };
  }
  return best;
}

function lastCommonStep(runs: readonly RunFolder[]): number | undefined {
  const steps = runs.map(({ samples }) => new Set(samples.map(({ step }) => step)));
  return runs[0]?.samples.findLast(({ step }) => steps.every((known) => known.has(step)))?.step;
}

async function sampleOf({ samples }: RunFolder, step: number | undefined): Promise<EmbeddedSample | null> {
  const file = samples.find((sample) => sample.step === step) ?? samples.at(-1);
  const [sample = null] = file ? await embedSamples([file]) : [];
  return sample;
}
