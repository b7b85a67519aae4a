import { processStat } from '@pix2pix-ts/common/node';

/** What starts ranks on a machine: mpirun itself, or its daemon. */
const LAUNCHERS = /^(mpirun|mpiexec|orterun|orted|prterun|prted)/;
const SHELLS = new Set(['sh', 'dash', 'ash', 'busybox', 'bash', 'zsh', 'ksh']);

/**
 * The name of a shell between Open MPI's launcher and this process, such as the one in which npm and npx run a command; null
 * where there is none, and on systems without `/proc`. When the launcher is signalled to end, it signals the shell too,
 * which dies of it, and then kills what it had started.
 */
export function shellAbove(environment: NodeJS.ProcessEnv = process.env, first = process.ppid): string | null {
  if (environment.OMPI_COMM_WORLD_SIZE === undefined) return null;
  try {
    for (let pid = first; pid > 1; ) {
      const { name, parent } = processStat(pid);
      if (LAUNCHERS.test(name)) return null;
      if (SHELLS.has(name)) return name;
      pid = parent;
    }
  } catch {} // no such system, or a process that is gone
  return null;
}
