import { UsageError } from '@pix2pix-ts/common/node';
import type { GlobalOptions } from '../cli/global-options.ts';
import { inWorld } from './in-world.ts';

/**
 * Refuses several ranks for a command that does not share its work: each would do all of it, and write the same files.
 *
 * @param instead what to do about it, one sentence
 * @throws UsageError where mpirun started more than one process; the first rank reports it, once
 */
export function refuseRanks(command: string, instead: string, globals: GlobalOptions): Promise<void> {
  return inWorld(async ({ size }) => {
    if (size > 1) throw new UsageError(`Expected one process for ${command}, got ${size} ranks. ${instead}`);
  }, globals);
}
