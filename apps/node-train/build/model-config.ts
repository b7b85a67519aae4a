import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import { parseConfig, trainConfigSchema } from '@pix2pix-ts/trainer';
import * as v from 'valibot';

/** A package's config.json: its data set, and what `pix2pix train --config` takes. */
export type ModelConfig = v.InferOutput<typeof schema>;

const schema = v.looseObject({
  data: v.object({
    set: v.string(),
    size: v.number(),
    groups: v.nullable(v.array(v.string())),
    lineWidths: v.optional(v.array(v.number())),
    emptySheets: v.optional(v.number()),
    recoloured: v.optional(v.number()),
    trim: v.optional(v.boolean()),
  }),
  steps: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
});

const CONFIG_FILE = 'config.json';
/** What of a run's config.json belongs to a model's: not where it was run, how often it was looked at, and what its engine rounded. */
const TAKEN = ['preset', 'steps', ...Object.keys(trainConfigSchema.entries)].filter((name) => name !== 'precision');

/** Reads a package's configuration. @throws one line where there is none, or it is something else */
export async function readModelConfig(folder: string): Promise<ModelConfig> {
  const path = join(folder, CONFIG_FILE);
  const text = await readFile(path, 'utf8').catch(({ message }) => {
    throw new UsageError(
      `Could not read ${path}: ${message}. Create the package's folder first, with a config.json in it.`,
    );
  });
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new UsageError(`Expected a valid ${v.getDotPath(issue) ?? 'JSON'} in ${path}: ${issue.message}. Correct it.`);
}

/** Writes a package's configuration. */
export function writeModelConfig(folder: string, config: ModelConfig): Promise<void> {
  // Lists of numbers on one line, as the repository's formatter has them.
  const text = JSON.stringify(config, null, 2).replace(/\[[\d\s.,]+\]/g, (list) =>
    list.replace(/\s+/g, '').replaceAll(',', ', '),
  );
  return writeAtomically(join(folder, CONFIG_FILE), `${text}\n`);
}

/** The configuration that a run had, on this data. */
export function configOfRun(run: Readonly<Record<string, unknown>>, data: ModelConfig['data']): ModelConfig {
  const taken = Object.entries(run).filter(([name]) => TAKEN.includes(name));
  return { data, ...Object.fromEntries(taken) } as ModelConfig;
}

/**
 * What a run has otherwise than a package asks for; undefined where nothing. What one of them does not name has its usual value: an
 * option may be younger than the package.
 */
export function differenceOf(run: Readonly<Record<string, unknown>>, config: ModelConfig): string | undefined {
  const [own, asked] = [completed(configOfRun(run, config.data)), completed(config)];
  return Object.keys(own).find((key) => !isDeepStrictEqual(own[key], asked[key]));
}

function completed({ data, preset, steps, ...fields }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { data, preset, steps, ...parseConfig(fields) };
}
