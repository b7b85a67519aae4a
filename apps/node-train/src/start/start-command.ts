import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { defineCommand } from '../cli/define-command.ts';
import { duration, wholeNumber } from '../cli/flag-values.ts';

import type { OptionRow } from '../cli/options.ts';

/** The flags of `pix2pix start`. */
export const START_OPTIONS = [
  { flag: '--steps <n>', help: 'how long to train', read: wholeNumber(), default: 520 },
  { flag: '--max-time <time>', help: 'train no longer than 90s, 5m or 1h', read: duration },
] as const satisfies readonly OptionRow[];

/** `pix2pix start`: everything once, from the data set to the report. */
export function addStartCommand(program: CommandUnknownOpts): void {
  const start = program
    .command('start')
    .description('a first run from scratch: draw emoji, train a network to colour them, and report how well it does');
  defineCommand(start, START_OPTIONS, async (flags, globals) => {
    const { runStart } = await import('./run-start.ts');
    await runStart(flags, globals);
  });
}
