import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { choice, wholeNumber } from './flag-values.ts';

/** The engines that `--backend` names. */
export const BACKENDS = ['auto', 'native', 'wasm', 'cpu'] as const;

/** The flags that every command has. */
export type GlobalOptions = {
  readonly backend: (typeof BACKENDS)[number];
  /** Whether `--backend` was given, even as `auto`. @default false */
  readonly isBackendGiven?: boolean;
  readonly threads?: number;
  readonly json: boolean;
  readonly verbose: boolean;
};

/** Gives the program the flags of every command; they may stand before and after the command's name. */
export function addGlobalOptions(program: CommandUnknownOpts): void {
  program
    .option('--backend <name>', `which engine: ${BACKENDS.join(', ')}`, choice('--backend', BACKENDS), 'auto')
    .option('--threads <n>', 'how many threads the engine takes', wholeNumber('--threads', 1, 64))
    .option('--json', 'print results as JSON, one object a line', false)
    .option('--verbose', 'print where an error came from, and what TensorFlow says', false);
}

/** The flags of every command, as they were given to this one. */
export function globalOptionsOf(command: CommandUnknownOpts): GlobalOptions {
  const isBackendGiven = command.getOptionValueSourceWithGlobals('backend') === 'cli';
  return { ...(command.optsWithGlobals() as GlobalOptions), isBackendGiven };
}
