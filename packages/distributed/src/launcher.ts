import { fstatSync, writeSync } from 'node:fs';
import { MpiError } from './mpi-error.ts';

/** The two families of MPI libraries: their handles differ. MPICH's also has Intel MPI, MVAPICH and Cray MPI in it. */
export type MpiFamily = 'Open MPI' | 'MPICH';

/** What started this process as one rank of several. */
export type Launcher = {
  /** The library that belongs to it; null where it serves both. */
  readonly family: MpiFamily | null;
  /** How many processes it started; null where it does not say. */
  readonly size: number | null;
};

/**
 * The MPI launcher that started this process, recognised by what it left in the environment; null where it was started by
 * itself. A batch job alone (`SLURM_NTASKS`) does not make a world, its tasks are not ranks of one.
 */
export function launcherOf(environment: NodeJS.ProcessEnv): Launcher | null {
  const { OMPI_COMM_WORLD_SIZE, PMI_SIZE, PMI_RANK, PMIX_RANK } = environment;
  if (OMPI_COMM_WORLD_SIZE !== undefined) return { family: 'Open MPI', size: Number(OMPI_COMM_WORLD_SIZE) };
  if (PMI_SIZE !== undefined) return { family: 'MPICH', size: Number(PMI_SIZE) };
  if (PMI_RANK !== undefined) return { family: 'MPICH', size: null };
  return PMIX_RANK === undefined ? null : { family: null, size: null };
}

/**
 * MPICH's launcher hands each rank an open socket. A program between the two that starts the rank without it, as npm does,
 * cuts the rank off, and MPICH itself would end in a segmentation fault.
 *
 * @throws MpiError where the socket that the environment names is not there
 */
export function checkConnection({ PMI_FD }: NodeJS.ProcessEnv): void {
  if (PMI_FD === undefined || isSocket(Number(PMI_FD))) return;
  throw new MpiError(
    `Expected MPICH's launcher at the other end of file descriptor ${PMI_FD}, got no socket there: npm and npx do not pass it on. Have mpirun start the program itself.`,
  );
}

function isSocket(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isSocket();
  } catch {
    return false;
  }
}

/** Milliseconds in which the launcher passes on what this process said last. */
const LAST_WORDS = 300;

/**
 * Has the launcher end all ranks when this process ends, for one that cannot join them. Open MPI does so by itself;
 * MPICH's would let the others wait for this one for ever. It listens on the file descriptor PMI_FD, by the first
 * version of its protocol where it also says PMI_SIZE.
 */
export function takeOthersAlong({ PMI_FD, PMI_SIZE }: NodeJS.ProcessEnv): void {
  if (PMI_FD === undefined || PMI_SIZE === undefined) return;
  // At the end and then a little later, because the launcher ends this process too, and drops what it has not passed on.
  process.once('exit', (exitCode) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_WORDS);
    writeSync(Number(PMI_FD), `cmd=abort exitcode=${exitCode || 1}\n`);
  });
}
