import { logTable } from '../log-table.ts';
import type { RunListener } from './run-listener.ts';

/**
 * Keeps `log.csv` next to the log. Always, because it takes little room, and whoever wants a table learns so when the run
 * is over.
 */
export function writeTable(folder: string): RunListener {
  const table = logTable(folder);
  return {
    async on(event) {
      if ((event.type === 'step' && event.losses) || event.type === 'evaluation') await table.follow();
      if (event.type === 'end') await table.write(); // a run that is stopped is not evaluated
    },
    finish: () => table.write(),
  };
}
