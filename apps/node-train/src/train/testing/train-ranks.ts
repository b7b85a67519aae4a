import { mpirun } from '@pix2pix-ts/testing/mpirun';
import type { CommandResult, RunOptions } from '@pix2pix-ts/testing/run-command';
import { PIX2PIX } from '../../testing/run-pix2pix.ts';

/** Runs `pix2pix train` as that many ranks. */
export function trainRanks(
  count: number,
  args: readonly string[],
  onLine?: RunOptions['onLine'],
): Promise<CommandResult> {
  return mpirun(['-n', String(count), ...PIX2PIX, 'train', ...args], onLine);
}
