import { expect, test } from '@jest/globals';
import { launcherOf } from './launcher.ts';

test.each([
  ["Open MPI's mpirun", { OMPI_COMM_WORLD_SIZE: '4', PMIX_RANK: '1' }, { family: 'Open MPI', size: 4 }],
  ["MPICH's mpiexec", { PMI_SIZE: '2', PMI_RANK: '0' }, { family: 'MPICH', size: 2 }],
  ['srun --mpi=pmi2', { PMI_RANK: '0', SLURM_NTASKS: '2' }, { family: 'MPICH', size: null }],
  ['srun --mpi=pmix', { PMIX_RANK: '3', SLURM_NTASKS: '4' }, { family: null, size: null }],
  ['a shell', { PATH: '/bin' }, null],
  ['a task of a batch job without MPI', { SLURM_NTASKS: '4', SLURM_PROCID: '2' }, null],
])('a process that was started by %s is recognised by its environment', (_, environment, launcher) => {
  expect(launcherOf(environment)).toEqual(launcher);
});
