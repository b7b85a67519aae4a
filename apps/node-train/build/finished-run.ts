import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';
import type { GlobalOptions } from '../src/cli/global-options.ts';
import { untilStopped } from '../src/cli/stop-signal.ts';
import { MODEL_FILE } from '../src/files/index.ts';
import { OPTIONAL_KEYS, readRecord } from '../src/pairs/data-set-record.ts';
import { prepareProgress } from '../src/prepare/run-prepare.ts';
import { readModelHeader } from '../src/summary/read-model-header.ts';
import { runTrain } from '../src/train/run-train.ts';
import { configOfRun, differenceOf, type ModelConfig } from './model-config.ts';
import type { Recipe } from './recipes.ts';

/** A run that is done: its weights, the folder of its pairs, and how it was made. */
export type FinishedRun = { readonly model: string; readonly data: string; readonly config: ModelConfig };

const ROOT = resolve(import.meta.dirname, '../../..');

/** Makes the data set and trains, each unless it is done; a run that was stopped is resumed. */
export async function trainAsConfigured(
  name: string,
  recipe: Recipe,
  { config, file }: { config: ModelConfig; file: string },
  globals: GlobalOptions,
): Promise<FinishedRun> {
  const data = await prepareData(name, recipe, config);
  const out = inRepository('runs', `model-${name}`);
  const run = await readRunConfig(out);
  if (!run) await runTrain({ data, out, config: file, saveEvery: 500 }, globals);
  else {
    await mustBeAlike(out, run, config);
    const steps = await stepsOf(out);
    if (steps !== config.steps) await runTrain({ resume: out, data }, globals);
  }
  return { model: join(out, MODEL_FILE), data, config };
}

/** A path in the repository, wherever the command was called. */
function inRepository(...parts: string[]): string {
  return relative(process.cwd(), join(ROOT, ...parts));
}

/** Makes the data set of a model, unless it is there. @returns its folder */
export async function prepareData(name: string, { prepare }: Recipe, { data }: ModelConfig): Promise<string> {
  const out = inRepository('data', `model-${name}`);
  const progress = prepareProgress();
  try {
    const { set, groups, ...others } = data;
    const options = { ...others, groups: groups ?? undefined, out, onProgress: progress.onProgress };
    await untilStopped((signal) => prepare({ ...options, signal }));
    return out;
  } finally {
    progress.stop();
  }
}

/** A run that someone trained, with its own configuration. @throws one line where it is not done, or of other data */
export async function takeRun(folder: string, recipe: Recipe): Promise<FinishedRun> {
  const run = await readRunConfig(folder);
  if (!run) throw new UsageError(`Expected a run's folder with its config.json at ${folder}, got none. Check --run.`);
  const steps = await stepsOf(folder);
  if (steps !== run.steps) {
    throw new UsageError(
      `Expected a finished run at ${folder}, got one after step ${steps ?? 0} of ${run.steps}. Continue it with pix2pix train --resume ${folder}.`,
    );
  }
  const data = String(run.data);
  return { model: join(folder, MODEL_FILE), data, config: configOfRun(run, await dataOf(data, recipe)) };
}

/** What dataset.json says of a run's pairs. @throws one line where they are not the recipe's set */
async function dataOf(folder: string, { dataSet }: Recipe): Promise<ModelConfig['data']> {
  const record = await readRecord(folder);
  if (record?.name === dataSet && record.limit === null && !record.skinTones) {
    const { size, groups } = record;
    const told = OPTIONAL_KEYS.filter((key) => record[key] !== undefined).map((key) => [key, record[key]]);
    return {
      set: dataSet,
      size,
      groups: groups && [...groups],
      ...Object.fromEntries(told),
    };
  }
  throw new UsageError(
    `Expected a run on the complete data set ${dataSet}, got one on ${record?.name ?? 'other pairs'} in ${resolve(folder)}. Use another run.`,
  );
}

async function mustBeAlike(folder: string, run: Record<string, unknown>, config: ModelConfig): Promise<void> {
  const other = differenceOf(run, config);
  if (other === undefined) return;
  throw new UsageError(
    `Expected the run at ${folder} to match the package's config.json, got a different ${other}. Move it away, or use it as it is with --run ${folder}.`,
  );
}

/** For how many steps the weights of a run were trained; undefined where there are none yet. */
async function stepsOf(folder: string): Promise<unknown> {
  return readModelHeader(join(folder, MODEL_FILE)).then(
    ({ metadata }) => metadata.training.steps,
    () => undefined,
  );
}

async function readRunConfig(folder: string): Promise<Record<string, unknown> | undefined> {
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
