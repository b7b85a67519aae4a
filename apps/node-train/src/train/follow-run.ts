import type { EndEvent, TrainEvent } from '@pix2pix-ts/trainer';
import { printNote } from '../cli/output.ts';
import type { RunListener } from './listeners/run-listener.ts';

/**
 * Reads a run's events to their end and passes them to the listeners. Where one of them fails, training is asked to
 * end, so that its last checkpoint comes first.
 *
 * @param end asks training to end after the current step
 * @throws what training or a listener fails with; the last checkpoint is on the disk then
 */
export async function followRun(
  folder: string,
  events: AsyncIterable<TrainEvent>,
  listeners: readonly RunListener[],
  end: (because: unknown) => void,
): Promise<EndEvent> {
  let saved = 0;
  let failure: { error: unknown } | undefined;

  const tell = async (event: TrainEvent) => {
    for (const listener of listeners)
      try {
        await listener.on?.(event);
      } catch (error) {
        if (listener.savesState) throw error;
        failure ??= { error };
        end(error);
      }
  };

  try {
    for await (const event of events) {
      if (event.type === 'end' && failure) break;
      await tell(event);
      if (event.type === 'start' || event.type === 'checkpoint') saved = event.step;
      if (event.type === 'end' && !failure) return event;
    }
    throw failure?.error ?? new Error('Expected training to end with an event, but none came.');
  } catch (error) {
    closeAll(listeners);
    printNote(saved > 0 ? `The checkpoint of step ${saved} is kept in ${folder}.` : `No checkpoint was written yet.`);
    throw failure?.error ?? error;
  } finally {
    closeAll(listeners);
  }
}

function closeAll(listeners: readonly RunListener[]): void {
  for (const listener of listeners) listener.close?.();
}
