import type { Split } from '@pix2pix-ts/data';
import { checkImages, type FolderPairs, openPairs } from '@pix2pix-ts/data/node';
import { printNote } from '../cli/output.ts';
import { type Progress, startProgress } from '../cli/progress.ts';
import { printPictureNote } from './picture-note.ts';

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
  limit?: number,
): Promise<FolderPairs> {
  const source = await openPairs(data, { split, limit, onNote: printPictureNote });
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
