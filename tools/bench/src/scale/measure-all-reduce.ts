import { withFolder } from '@pix2pix-ts/testing/with-folder';
import type { BenchFlags } from '../parse-flags.ts';
import { presetModel } from '../preset-model.ts';
import { median } from '../process/median.ts';
import { ourCommand } from '../process/run-our-process.ts';
import { compileC } from './compile-c.ts';
import { gradientLengths } from './gradient-lengths.ts';
import { runRanks } from './run-ranks.ts';

/** How long the gradients of both networks take to be averaged; medians in milliseconds. */
export type AllReduceTimes = {
  library: string;
  ranks: number;
  /** Of all gradients. */
  values: number;
  oursMs: number;
  /** The same by a C program; null where there is no mpicc. */
  cMs: number | null;
  /** Ours / C's. */
  ratio: number | null;
};

const warmup = 2;

/** Averages buffers as large as the gradients of a step over ranks, ours and a C program's in turn. */
export async function measureAllReduce(
  { preset, rounds, steps }: Pick<BenchFlags, 'preset' | 'rounds' | 'steps'>,
  ranks: number,
): Promise<AllReduceTimes> {
  const lengths = gradientLengths(presetModel(preset));
  const [ours, c]: [number[], number[]] = [[], []];
  let library = '';
  await withFolder(async (folder) => {
    const program = compileC('all_reduce.c', folder);
    if (program === null) console.error('Skipping the comparison of the all-reduce with a C program: it needs mpicc.');
    for (let round = 1; round <= rounds; round++) {
      const command = ourCommand('scale/all-reduce-process.ts', { lengths, warmup, steps });
      const result = await runRanks<{ library: string; times: number[] }>(ranks, command);
      library = result.library;
      ours.push(...result.times);
      if (program !== null)
        c.push(...(await runRanks<number[]>(ranks, [program, ...[warmup, steps, ...lengths].map(String)])));
    }
  });
  const oursMs = median(ours);
  const cMs = c.length > 0 ? median(c) : null;
  const values = lengths.reduce((sum, length) => sum + length, 0);
  return { library, ranks, values, oursMs, cMs, ratio: cMs && oursMs / cMs };
}
