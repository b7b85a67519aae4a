import { openRunLog } from '../run-log.ts';
import type { RunListener } from './run-listener.ts';

/** Appends losses and held-out figures to the run's log, which is on the disk before a checkpoint is. */
export async function logLosses(folder: string): Promise<RunListener> {
  const log = await openRunLog(folder);
  return {
    async on(event) {
      if (event.type === 'step' && event.losses)
        await log.append({
          type: 'step',
          step: event.step,
          ...event.losses,
          imagesPerSecond: event.imagesPerSecond,
        });
      if (event.type === 'evaluation') {
        const { step, images, isBest, metrics } = event;
        await log.append({ type: 'held-out', step, images, isBest, ...metrics });
      }
      if (event.type === 'checkpoint') await log.sync();
    },
  };
}
