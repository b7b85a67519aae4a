import { printEvent } from '../../cli/output.ts';
import { samplePath } from '../run-folder.ts';
import type { RunListener } from './run-listener.ts';

/** Prints what happens as JSON lines, each when it is done. */
export function printJson(): RunListener {
  return {
    on(event) {
      const { type, step } = event;
      if (event.type === 'step' && event.losses) {
        const { losses, imagesPerSecond, secondsLeft } = event;
        printEvent({ type, step, ...losses, imagesPerSecond, secondsLeft });
      }
      if (event.type === 'sample') printEvent({ type, step, path: samplePath(step) });
      if (event.type === 'evaluation') {
        const { images, isBest, metrics } = event;
        printEvent({ type, step, images, isBest, ...metrics });
      }
      if (event.type === 'checkpoint') printEvent({ type, step });
      if (event.type === 'end') printEvent(event);
    },
  };
}
