import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { duration, wholeNumber } from '../cli/flag-values.ts';
import { globalOptionsOf } from '../cli/global-options.ts';

/** `pix2pix start`: everything once, from the data set to the report. */
export function addStartCommand(program: CommandUnknownOpts): void {
  program
    .command('start')
    .description('a first run from nothing: emoji are drawn, a network learns to colour them, a report tells how well')
    .option('--steps <n>', 'how long to train', wholeNumber('--steps'), 450)
    .option('--max-time <time>', 'train no longer than 90s, 5m or 1h', duration('--max-time'))
    .action(async (options, command) => {
      const { runStart } = await import('./run-start.ts');
      await runStart(options, globalOptionsOf(command));
    });
}
