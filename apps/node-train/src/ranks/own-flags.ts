import type { World } from '@pix2pix-ts/distributed';
import type { GlobalOptions } from '../cli/global-options.ts';
import { ownThreads, placeOnMachine, takeOwnGpu } from './own-part.ts';

/** The flags with this rank's part of the machine, whose GPU it takes at once. To be called by all ranks. */
export function ownFlags(world: World, globals: GlobalOptions): GlobalOptions {
  if (world.size === 1) return globals;
  const place = placeOnMachine(world);
  takeOwnGpu(place);
  return { ...globals, threads: globals.threads ?? ownThreads(place) };
}
