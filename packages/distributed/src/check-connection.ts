import { fstatSync } from 'node:fs';
import { MpiError } from './mpi-error.ts';

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
