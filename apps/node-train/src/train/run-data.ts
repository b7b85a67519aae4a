import { basename, resolve } from 'node:path';
import { DataError, firstPairs, type PairSource, type Raster } from '@pix2pix-ts/data';
import type { FolderPairs } from '@pix2pix-ts/data/node';
import type { Provenance, RunPlan, TrainConfig } from '@pix2pix-ts/trainer';
import { printNote } from '../cli/output.ts';
import { version } from '../cli/this-command.ts';
import { readOrigin } from '../pairs/data-set-record.ts';
import { usablePairs } from '../pairs/usable-pairs.ts';

/** The pairs of a run: those it learns from, and the held-out ones, null where the folder has none. */
export type RunData = {
  readonly train: PairSource<Raster>;
  /** The folder's, of which `train` takes all or the first ones. */
  readonly folder: FolderPairs<Raster>;
  readonly heldOut: PairSource<Raster> | null;
  /** What the model's file says of the data. */
  readonly provenance: Required<Provenance>;
};

/**
 * Opens a run's pairs; every image is decoded once before training begins.
 *
 * @param config says how they are read
 *
 * @throws DataError of one line for a folder or images that cannot be used
 */
export async function openRunData(
  { data, overfit, skipBad, maxDatasetSize, preset, init }: RunPlan,
  config: Pick<TrainConfig, 'pictures' | 'generator' | 'direction'>,
  signal: AbortSignal,
): Promise<RunData> {
  // First: what no model can carry is reported before minutes of decoding.
  const origin = await readOrigin(data);
  const options = { limit: maxDatasetSize, ...readingOf(config) };
  const train = await usablePairs(data, 'train', skipBad, signal, options);
  const first = overfit === null ? train : firstPairs(train, overfit);
  const taken = skipBad ? passingOverLost(first) : first;
  const heldOut = overfit === null ? await heldOutPairs(data, skipBad, signal, options) : taken;
  const about = {
    data: origin.name ?? basename(resolve(data)),
    pairs: taken.names.length,
    preset,
    ...(init && { init: init.model }),
  };
  return {
    train: taken,
    folder: train,
    heldOut,
    provenance: { about, licence: licenceOf(origin.licence ?? '', init), writtenBy: `pix2pix ${version()}` },
  };
}

/** How a run's pictures are read, and as what, where they are read as they are stored. */
function readingOf({ pictures, generator, direction }: Pick<TrainConfig, 'pictures' | 'generator' | 'direction'>) {
  if (!pictures) return {};
  const { inChannels: input, outChannels: target } = generator;
  return { stored: pictures, channels: direction === 'AtoB' ? { input, target } : { input: target, target: input } };
}

/** That of the data and, where the run began with a model, of what that was made from. */
function licenceOf(data: string, init: RunPlan['init']): string {
  if (!init?.licence || init.licence === data) return data;
  return data ? `${data}; ${init.licence} of the model that it began with` : init.licence;
}

/** A source that gives the next pair in place of one that can no longer be read since training began, and names it once. */
function passingOverLost(source: PairSource<Raster>): PairSource<Raster> {
  const lost = new Set<number>();
  const load = async (index: number) => {
    for (let offset = 0; ; offset++) {
      const place = (index + offset) % source.names.length;
      try {
        return await source.load(place);
      } catch (error) {
        const isLast = offset === source.names.length - 1;
        if (isLast || (error as Error).name !== 'DataError') throw error;
        if (!lost.has(place)) printNote(`Skipped from here on: ${(error as Error).message}`);
        lost.add(place);
      }
    }
  };
  return { names: source.names, load };
}

async function heldOutPairs(
  data: string,
  skipBad: boolean,
  signal: AbortSignal,
  options: Parameters<typeof usablePairs>[4],
): Promise<PairSource<Raster> | null> {
  try {
    return await usablePairs(data, 'val', skipBad, signal, options);
  } catch (error) {
    // Without held-out pairs one can train; bad images among them are reported like all others.
    if (!(error instanceof DataError) || /readable image pairs/.test(error.message)) throw error;
    printNote(`Continuing without held-out pairs: ${error.message}`);
    return null;
  }
}
