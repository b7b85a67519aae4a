import { median } from '../process/median.ts';

/** What one rank measured of each step, in milliseconds. */
export type RankTimes = {
  stepMs: number[];
  /** Until all ranks had their gradients. */
  waitingMs: number[];
  /** From then on, until they were averaged. */
  exchangeMs: number[];
};

/** A training step of one or more processes that share a batch. */
export type RankFigures = {
  processes: number;
  /** Of each. */
  threads: number;
  stepMs: number;
  imagesPerSecond: number;
  /** By rank, the share of all steps' time that it waited for the others. */
  waitingShare: number[];
  /** By rank, the share of all steps' time that gradients took to be averaged. */
  exchangeShare: number[];
};

/** Joins the rounds, each the times of all ranks. A step is over when the slowest rank is: ranks end theirs together. */
export function rankFigures(
  { batch, threads }: { batch: number; threads: number },
  rounds: readonly (readonly RankTimes[])[],
): RankFigures {
  const processes = rounds[0]?.length ?? 0;
  const stepMs = median(rounds.flatMap(slowestSteps));
  const shareOf = (part: 'waitingMs' | 'exchangeMs') =>
    Array.from({ length: processes }, (_, rank) => {
      const own = rounds.map((round) => round[rank] as RankTimes);
      return total(own.flatMap((times) => times[part])) / total(own.flatMap((times) => times.stepMs));
    });
  return {
    processes,
    threads,
    stepMs,
    imagesPerSecond: (1000 * batch) / stepMs,
    waitingShare: shareOf('waitingMs'),
    exchangeShare: shareOf('exchangeMs'),
  };
}

function slowestSteps(ranks: readonly RankTimes[]): number[] {
  const [first = { stepMs: [] }] = ranks;
  return first.stepMs.map((_, step) => Math.max(...ranks.map(({ stepMs }) => stepMs[step] as number)));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
