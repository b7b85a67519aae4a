import { setTimeout as wait } from 'node:timers/promises';
import { StoppedError } from '@pix2pix-ts/common/node';
import { openWorld, type World } from '@pix2pix-ts/distributed';
import { exitCodeOf } from '../cli/exit-codes.ts';
import type { GlobalOptions } from '../cli/global-options.ts';
import { setSilent } from '../cli/output.ts';
import { tellError } from '../cli/tell-error.ts';
import { version } from '../cli/this-command.ts';
import { compareRanks } from './compare-ranks.ts';

/** How long a rank waits with its error, in case the first rank has the same one and ends all. */
const PATIENCE = 3000;

/**
 * Runs a command on every process that mpirun started, or on this one where it was started by itself. The first rank
 * speaks for all of them. An error of one ends all, since the others would wait for it for ever; it is reported by the first
 * rank where that has it too.
 *
 * @param leave what `run` calls where it needs the others no more: the ranks part, and each may end when it likes
 */
export async function inWorld(
  run: (world: World, leave: () => void) => Promise<void>,
  globals: GlobalOptions,
): Promise<void> {
  const world = await openWorld();
  setSilent(world.rank > 0);
  let isOpen = true;
  const leave = () => {
    if (isOpen) world.close();
    isOpen = false;
  };
  try {
    // First of all: another version may ask the ranks other things next.
    compareRanks(world, { 'version of pix2pix': version() });
    await run(world, leave);
    leave();
  } catch (error) {
    if (world.size === 1 || !isOpen) {
      leave();
      throw error;
    }
    if (world.rank > 0) await wait(PATIENCE);
    setSilent(error instanceof StoppedError && world.rank > 0);
    const exitCode = exitCodeOf(error);
    tellError(error, exitCode, globals);
    world.abort(exitCode);
  }
}
