import { type PairChannels, type Raster, requireChannels, type Split } from '@pix2pix-ts/data';
import { checkImages, type FolderPairs, openPairs, type StoredReading } from '@pix2pix-ts/data/node';
import { printNote } from '../cli/output.ts';
import { type Progress, startProgress } from '../cli/progress.ts';
import { printPictureNote } from './picture-note.ts';

/** Which pairs, and how they are read. */
export type UsableOptions = {
  /** The first so many of them. @default all */
  limit?: number | undefined;
  /** Reads them as they are stored. @default as colours */
  stored?: StoredReading | undefined;
  /** A pair with other channels, A as the input and B as the target, is one that cannot be used. @default any */
  channels?: PairChannels | undefined;
};

/** The same pairs; one that has other channels cannot be loaded. */
function ofChannels(source: FolderPairs<Raster>, channels: PairChannels): FolderPairs<Raster> {
  return {
    ...source,
    async load(index) {
      const pair = await source.load(index);
      requireChannels({ input: pair.a, target: pair.b }, channels, source.names[index]);
      return pair;
    },
  };
}

/**
 * The pairs of a folder or list, or the first `limit` of them, every image of which was decoded once; with `skipBad` those that cannot be are named and left out.
 *
 * @throws DataError of one line for a folder or images that cannot be used; the signal's reason when it is aborted
 */
export async function usablePairs(
  data: string,
  split: Split | 'all',
  skipBad: boolean,
  signal: AbortSignal,
  { limit, stored, channels }: UsableOptions = {},
): Promise<FolderPairs<Raster>> {
  const opened = await openPairs(data, { split, limit, stored, onNote: printPictureNote });
  const source = channels ? ofChannels(opened, channels) : opened;
  let bar: Progress | undefined;
  try {
    const onProgress = ({ done, total }: { done: number; total: number }) => {
      bar ??= startProgress({ title: 'Checking', total, unit: 'pairs' });
      bar.update(done);
    };
    const { pairs, bad } = await checkImages(source, { skipBad, onProgress, signal });
    bar?.stop();
    for (const { reason } of bad) printNote(`Skipped: ${reason}`);
    if (bad.length > 0) printNote(`Skipped ${bad.length} of the ${source.names.length} pairs of ${split}.`);
    return pairs;
  } finally {
    bar?.stop();
  }
}
