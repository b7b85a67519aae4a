import { writeSync } from 'node:fs';

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
