import type { LiveServer } from '../../live/live-server.ts';
import type { RunListener } from './run-listener.ts';

/** Tells those who look at the live page what is new; it reads the log itself, and nothing waits for it. */
export function tellLive(live: LiveServer): RunListener {
  return {
    on(event) {
      if (event.type === 'start') live.begin();
      if (event.type === 'step') {
        live.progressed(event);
        if (event.losses) live.logged();
      }
      if (event.type === 'evaluation') live.logged();
      if (event.type === 'sample') live.sampled(event.step);
      if (event.type === 'end') live.say('Training is over; the report is being made.');
    },
  };
}
