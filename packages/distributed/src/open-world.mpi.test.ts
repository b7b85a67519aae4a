import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { rankLaunchers, runRanks } from './testing/run-ranks.ts';

const PROGRAM = join(import.meta.dirname, 'testing/rank-program.ts');

describe.each(rankLaunchers().map((launcher) => [launcher.command, launcher] as const))('%s', (_, launcher) => {
  const sizes = [1, 2, 3, 4].filter((size) => size <= launcher.mostRanks);
  test.each(sizes)('%d ranks average, share and gather', async (size) => {
    const { exitCode, stdout, stderr } = await runRanks(launcher, size, [PROGRAM]);
    expect({ exitCode, stderr, stdout }).toEqual({ exitCode: 0, stderr: '', stdout });
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const ranks = Array.from({ length: size }, (_, rank) => rank);
    const mean = (sum: number) => Math.fround(sum * Math.fround(1 / size));
    const ranksSum = (size * (size - 1)) / 2;
    expect(results.sort((a, b) => a.rank - b.rank)).toEqual(
      ranks.map((rank) => ({
        rank,
        size,
        library: expect.stringMatching(/^(Open MPI|MPICH) \d/),
        small: [mean(ranksSum), mean(10 * ranksSum)],
        large: [mean(2 ** size - 1), mean(2 ** size - 1)],
        shared: [0, 1, 2, 3, 4],
        texts: ranks.map((other) => 'é'.repeat(other) + other),
        empty: ranks.map(() => ''),
      })),
    );
  });
});
