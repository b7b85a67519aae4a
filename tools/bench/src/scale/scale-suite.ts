import { spawnSync } from 'node:child_process';
import { UsageError } from '@pix2pix-ts/common/node';
import type { BenchFlags } from '../parse-flags.ts';
import { type AllReduceTimes, measureAllReduce } from './measure-all-reduce.ts';
import { measureRanks, type RanksBesideOne } from './measure-ranks.ts';
import { measureShards, type ShardsBesideOne } from './measure-shards.ts';

/** The result of the suite `scale`: what several processes bring. */
export type ScaleResult = {
  suite: 'scale';
  backend: string;
  preset: string;
  allReduce: AllReduceTimes;
  training: RanksBesideOne;
  translation: ShardsBesideOne;
};

const RANKS = 2;

/** Times the exchange of gradients, the training and the translation of two processes; a table goes to stderr, the result is returned. */
export async function runScaleSuite(flags: BenchFlags): Promise<ScaleResult> {
  const { backend, preset, batch = RANKS } = flags;
  if (spawnSync('mpirun', ['--version']).error !== undefined)
    throw new UsageError('Expected mpirun for the suite scale, got none. Install Open MPI or MPICH.');
  if (batch % RANKS !== 0)
    throw new UsageError(`Expected --batch to be a multiple of ${RANKS}, the ranks of the suite scale, got ${batch}.`);
  const allReduce = await measureAllReduce(flags, RANKS);
  console.error(describeAllReduce(allReduce));
  const training = await measureRanks({ ...flags, batch }, RANKS);
  console.error(describeTraining(training));
  const translation = await measureShards(flags, RANKS);
  console.error(describeTranslation(translation));
  return { suite: 'scale', backend, preset, allReduce, training, translation };
}

function describeAllReduce({ library, ranks, values, oursMs, cMs, ratio }: AllReduceTimes): string {
  const beside = cMs === null || ratio === null ? 'no mpicc' : `C ${cMs.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`;
  return `All-reduce of ${(values / 1e6).toFixed(1)} million values over ${ranks} ranks (${library}): ${oursMs.toFixed(0)} ms; ${beside}`;
}

function describeTraining({ batch, ranks, one, ratio }: RanksBesideOne): string {
  const percent = (shares: readonly number[]) => shares.map((share) => `${(100 * share).toFixed(1)} %`).join(', ');
  return [
    `Training at batch ${batch}, images a second: ${ranks.imagesPerSecond.toFixed(2)} by ${ranks.processes} ranks with ${ranks.threads} threads each, ${one.imagesPerSecond.toFixed(2)} by one process with ${one.threads}; ratio ${ratio.toFixed(2)}`,
    `Share of a step, by rank: waiting ${percent(ranks.waitingShare)}; averaging ${percent(ranks.exchangeShare)}`,
  ].join('\n');
}

function describeTranslation({ images, shards, shardsSeconds, oneSeconds, ratio }: ShardsBesideOne): string {
  return `Translation of ${images} images: ${shardsSeconds.toFixed(1)} s by ${shards} shards with a thread each, ${oneSeconds.toFixed(1)} s by one; ratio ${ratio.toFixed(2)}`;
}
