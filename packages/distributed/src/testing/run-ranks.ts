import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { type CommandResult, FROM_SOURCES, runCommand } from '@pix2pix-ts/testing/run-command';

/** A command that starts several ranks, and what it wants on a test machine: root may, and more ranks than cores. */
export type RankLauncher = {
  command: string;
  args: readonly string[];
  /**
   * MPICH's ranks wait in a loop that never yields: with as many of them as cores, next to other tests, a call may take
   * minutes.
   */
  mostRanks: number;
};

const CANDIDATES = ['mpirun.openmpi', 'mpirun.mpich', 'mpirun'];

/** The launchers of this machine: Debian names each family's, elsewhere there is one. */
export function rankLaunchers(): RankLauncher[] {
  const found = CANDIDATES.flatMap((command) => {
    const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (status !== 0) return [];
    if (!/open mpi|openrte|prte/i.test(stdout))
      return [{ command, args: [], mostRanks: Math.ceil(availableParallelism() / 2) }];
    return [{ command, args: ['--allow-run-as-root', '--oversubscribe'], mostRanks: Number.POSITIVE_INFINITY }];
  });
  return found.length > 1 ? found.filter(({ command }) => command !== 'mpirun') : found;
}

/** Runs a TypeScript file of ours from its sources, as that many ranks. */
export function runRanks(
  { command, args }: RankLauncher,
  ranks: number,
  program: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const all = [...args, '-n', String(ranks), process.execPath, ...FROM_SOURCES, ...program];
  return runCommand(command, all, { env: { ...process.env, ...environment } });
}
