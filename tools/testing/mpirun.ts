import { type CommandResult, type RunOptions, runCommand } from './run-command.ts';

/** Open MPI refuses root and more ranks than cores unless told, here by the environment; MPICH does not look. */
export const MPI_ENVIRONMENT = {
  OMPI_ALLOW_RUN_AS_ROOT: '1',
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
  OMPI_MCA_rmaps_base_oversubscribe: '1',
  PRTE_MCA_rmaps_default_mapping_policy: ':oversubscribe',
};

/** Runs what these arguments of mpirun ask for. */
export function mpirun(args: readonly string[], onLine?: RunOptions['onLine']): Promise<CommandResult> {
  return runCommand('mpirun', args, { env: { ...process.env, ...MPI_ENVIRONMENT }, onLine });
}
