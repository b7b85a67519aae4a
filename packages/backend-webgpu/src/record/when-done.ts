import { platform } from '#platform';
import type { TrainableBackendWebGPU } from '../backend.ts';

/** Ends when the GPU has done all that it was asked for so far. */
export function whenDone({ queue }: TrainableBackendWebGPU): Promise<unknown> {
  return platform.asking(() => queue.onSubmittedWorkDone()).catch(() => {}); // a lost device is told elsewhere
}
