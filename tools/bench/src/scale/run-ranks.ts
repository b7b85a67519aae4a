import { runJsonProcess } from '../process/run-json-process.ts';

/**
 * Open MPI refuses root and more ranks than cores by default, and would bind two ranks to a core each, where the
 * threads of Node have no room; other MPIs do not know these names.
 */
const ENVIRONMENT = {
  OMPI_ALLOW_RUN_AS_ROOT: '1',
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
  OMPI_MCA_rmaps_base_oversubscribe: '1',
  PRTE_MCA_rmaps_default_mapping_policy: ':oversubscribe',
  OMPI_MCA_hwloc_base_binding_policy: 'none',
  PRTE_MCA_hwloc_default_binding_policy: 'none',
};

/** Runs a command as that many ranks with `mpirun`, and returns the JSON of the last line; only the first rank prints. */
export function runRanks<Result>(ranks: number, command: readonly string[]): Promise<Result> {
  return runJsonProcess<Result>('mpirun', ['-n', String(ranks), ...command], ENVIRONMENT);
}
