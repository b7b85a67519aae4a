import { MPI_ENVIRONMENT } from '@pix2pix-ts/testing/mpirun';
import { runJsonProcess } from '../process/run-json-process.ts';

/** Open MPI would bind two ranks to a core each, where the threads of Node have no room. */
const ENVIRONMENT = {
  ...MPI_ENVIRONMENT,
  OMPI_MCA_hwloc_base_binding_policy: 'none',
  PRTE_MCA_hwloc_default_binding_policy: 'none',
};

/** Runs a command as that many ranks with `mpirun`, and returns the JSON of the last line; only the first rank prints. */
export function runRanks<Result>(ranks: number, command: readonly string[]): Promise<Result> {
  return runJsonProcess<Result>('mpirun', ['-n', String(ranks), ...command], ENVIRONMENT);
}
