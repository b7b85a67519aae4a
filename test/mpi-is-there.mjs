import { spawnSync } from 'node:child_process';

/** Whether tests can start several ranks here; where they cannot, one line says so. */
export function mpiIsThere() {
  if (spawnSync('mpirun', ['--version']).status === 0) return true;
  console.error('The tests with several processes are left out: they need mpirun, of Open MPI or MPICH.');
  return false;
}
