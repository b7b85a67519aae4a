import type { BenchFlags } from '../parse-flags.ts';
import { ourCommand, runOurProcess } from '../process/run-our-process.ts';
import { type RankFigures, type RankTimes, rankFigures } from './rank-result.ts';
import { runRanks } from './run-ranks.ts';

/** Training by several processes compared with one process with all of their threads, on the same batch. */
export type RanksBesideOne = {
  batch: number;
  ranks: RankFigures;
  one: RankFigures;
  /** Images a second of the ranks / of the one process. */
  ratio: number;
};

const warmup = 2;

/** Times training steps of ranks that share the threads and the batch, and of one process, in turn. */
export async function measureRanks(
  { backend, preset, threads, rounds, steps, batch }: Omit<BenchFlags, 'batch'> & { batch: number },
  count: number,
): Promise<RanksBesideOne> {
  const own = Math.max(1, Math.floor(threads / count));
  const file = 'scale/rank-step-process.ts';
  const options = { backend, preset, batch, warmup, steps };
  const [shared, alone]: [RankTimes[][], RankTimes[][]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    shared.push(await runRanks<RankTimes[]>(count, ourCommand(file, { ...options, threads: own })));
    alone.push(await runOurProcess<RankTimes[]>(file, { ...options, threads: own * count }));
    console.error(`round ${round} of ${rounds} is done`);
  }
  const ranks = rankFigures({ batch, threads: own }, shared);
  const one = rankFigures({ batch, threads: own * count }, alone);
  return { batch, ranks, one, ratio: ranks.imagesPerSecond / one.imagesPerSecond };
}
