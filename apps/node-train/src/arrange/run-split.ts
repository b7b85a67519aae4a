import { basename, extname, join, parse } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';
import type { Split } from '@pix2pix-ts/data';
import { encodePng, type FolderPairs, openPairs, readChunks } from '@pix2pix-ts/data/node';
import { shuffledIndices } from '@pix2pix-ts/random';
import type { GlobalOptions } from '../cli/global-options.ts';
import { untilStopped } from '../cli/stop-signal.ts';
import { printPictureNote } from '../pairs/picture-note.ts';
import { writePairs } from './write-pairs.ts';

/** What is asked for. */
export type SplitRequest = {
  readonly data: string;
  readonly out: string;
  readonly train: number;
  readonly test: number;
  readonly seed: number;
  readonly sort: boolean;
  readonly halves: boolean;
};

/**
 * Copies the pairs of a folder into folders of the splits and, where asked to, of A and B.
 *
 * @throws UsageError where the folder is divided already and nothing else was asked for; else as `writePairs` does
 */
export async function runSplit(request: SplitRequest, globals: GlobalOptions): Promise<void> {
  const { data, out, train, test, halves } = request;
  if (train + test > 1)
    throw new UsageError(
      `Expected --train and --test of together at most 1, got ${train} and ${test}. Lower one of them.`,
    );
  if (/\.(jsonl|ndjson)$/i.test(data))
    throw new UsageError(`Expected a folder of pairs, got the list ${data}. Say "split": "val" in its lines instead.`);
  const pairs = await openPairs(data, { split: 'all', onNote: printPictureNote });
  if (pairs.splits && !halves)
    throw new UsageError(
      `Expected pairs that are not divided yet in ${data}, got ${[...new Set(pairs.splits)].join(', ')}. Add --halves to take its pairs apart, or name a folder of it.`,
    );
  const splits = pairs.splits ?? divide(pairs.names.length, request);
  const filesOf = async (index: number) => filesOfPair(pairs, index, join(out, splits[index] as Split), halves);
  await untilStopped((signal) => writePairs({ names: pairs.names, out, filesOf }, globals, signal));
}

/** The split of each pair: as many train and test as their shares come to, rounded down, and the rest validates. */
function divide(count: number, { train, test, seed, sort }: SplitRequest): Split[] {
  const most = [Math.floor(train * count), Math.floor(train * count) + Math.floor(test * count)] as const;
  const order = sort ? Uint32Array.from({ length: count }, (_, i) => i) : shuffledIndices(count, seed, 'split');
  const splits: Split[] = [];
  // With `sort` the last names validate, as the last places do in the order.
  for (const [place, index] of order.entries())
    splits[index] = place < most[0] ? 'train' : place < most[1] ? 'test' : 'val';
  return splits;
}

async function filesOfPair(pairs: FolderPairs, index: number, out: string, halves: boolean) {
  const problem = pairs.problems?.[index];
  const files = pairs.files[index] as readonly string[];
  const isOne = files.length === 1;
  // Loading throws what is wrong with the pair.
  if (problem !== undefined || (isOne && halves)) {
    const { a, b } = await pairs.load(index);
    const name = `${parse(files[0] as string).name}.png`;
    return [
      { path: join(out, 'A', name), content: await encodePng(a) },
      { path: join(out, 'B', name), content: await encodePng(b) },
    ];
  }
  const name = basename(files[0] as string, extname(files[0] as string));
  return files.map((file, half) => ({
    // The halves may differ in how a system composed their names.
    path: join(out, ...(isOne ? [] : [half === 0 ? 'A' : 'B']), `${name}${extname(file)}`),
    content: readChunks(join(pairs.folder, file)),
  }));
}
