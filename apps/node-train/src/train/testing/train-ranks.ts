import { mpirun } from '../../testing/mpirun.ts';
import type { CommandResult, RunOptions } from '../../testing/run-command.ts';
import { PIX2PIX } from '../../testing/run-pix2pix.ts';

/** Runs `pix2pix train` as that many ranks. */
export function trainRanks(
  count: number,
  args: readonly string[],
  onLine?: RunOptions['onLine'],
): Promise<CommandResult> {
  return mpirun(['-n', String(count), ...PIX2PIX, 'train', ...args], onLine);
}
