import { join } from 'node:path';
import type { World } from '@pix2pix-ts/distributed';
import type { RunPlan } from '@pix2pix-ts/trainer';
import { parseJson } from '../files/parse-json.ts';
import { readSmallFile } from '../files/read-small-file.ts';
import { engineIn } from './run-engine.ts';
import { CONFIG_FILE } from './run-folder.ts';

/** What a run was trained with so far, as far as its files say. */
export type RecordedBefore = Pick<RunPlan, 'engine' | 'pairs'>;

/**
 * The engine and the number of pairs of a run that is resumed: from its state or, as that did not always hold them, from its
 * config.json. The first rank reads, and tells the others.
 */
export async function recordedBefore(
  world: World,
  folder: string,
  { engine, pairs }: RecordedBefore,
): Promise<RecordedBefore> {
  const config = world.rank === 0 ? await configOf(folder) : {};
  const own: RecordedBefore = {
    engine: engine ?? engineIn(config.engine),
    pairs: pairs ?? (Number.isSafeInteger(config.pairs) ? (config.pairs as number) : undefined),
  };
  return JSON.parse(world.allGather(JSON.stringify(own))[0] as string);
}

/** What config.json says; nothing where it is missing or damaged: a run continues without it. */
async function configOf(folder: string): Promise<Record<string, unknown>> {
  try {
    const config: unknown = parseJson(await readSmallFile(join(folder, CONFIG_FILE)));
    return typeof config === 'object' && config !== null ? { ...config } : {};
  } catch {
    return {};
  }
}
