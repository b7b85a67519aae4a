import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { type GlobalOptions, globalOptionsOf } from './global-options.ts';
import { addOptions, type FlagsOf, type OptionRow } from './options.ts';

/**
 * Gives a command its flags, and says what it does with their values, with the flags of every command, and with what
 * else is on its line.
 */
export function defineCommand<const Rows extends readonly OptionRow[]>(
  command: CommandUnknownOpts,
  rows: Rows,
  run: (flags: FlagsOf<Rows>, globals: GlobalOptions, args: readonly unknown[]) => Promise<void>,
): void {
  addOptions(command, rows);
  command.action(async () => {
    await run(command.opts() as FlagsOf<Rows>, globalOptionsOf(command), command.processedArgs);
  });
}
