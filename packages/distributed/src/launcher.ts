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
