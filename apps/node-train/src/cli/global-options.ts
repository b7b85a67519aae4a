import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { choice, wholeNumber } from './flag-values.ts';
import { addOptions, type OptionRow } from './options.ts';

/** The engines that `--backend` names. */
export const BACKENDS = ['auto', 'native', 'wasm', 'webgpu', 'cpu'] as const;

/** The flags that every command has. */
export type GlobalOptions = {
  readonly backend: (typeof BACKENDS)[number];
  /** Whether `--backend` was given, even as `auto`. @default false */
  readonly isBackendGiven?: boolean;
  readonly threads?: number;
  /** Whether an engine that can do so runs steps and translations without their JavaScript. @default true */
  readonly compile?: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
};

/** The flags of every command. */
export const GLOBAL_OPTIONS = [
  {
    flag: '--backend <name>',
    help: `which engine: ${BACKENDS.join(', ')}`,
    about:
      'which engine; `auto` uses the fastest that works, as far as that is known, and says why it did not use those before it',
    read: choice(BACKENDS),
    default: 'auto',
  },
  {
    flag: '--threads <n>',
    help: 'how many threads the engine uses',
    about: 'how many threads the engine uses; by default, as many as there are cores, at most 8',
    read: wholeNumber(1, 64),
  },
  {
    flag: '--no-compile',
    help: 'do not compile what is run again and again',
    about:
      'do not compile what is run again and again: `native` and `webgpu` run a step or a translation three times and then know what it asks for, without its JavaScript; the bits are the same',
  },
  {
    flag: '--json',
    help: 'print results as JSON, one object per line',
    about: 'results, events and errors as JSON, one object per line on stdout',
    default: false,
  },
  {
    flag: '--verbose',
    help: "print where an error came from, and TensorFlow's log",
    about: "where an error came from, and TensorFlow's own log",
    default: false,
  },
] as const satisfies readonly OptionRow[];

/** Gives the program the flags of every command; they may come before and after the command's name. */
export function addGlobalOptions(program: CommandUnknownOpts): void {
  addOptions(program, GLOBAL_OPTIONS);
}

/** The flags of every command, as they were given to this one. */
export function globalOptionsOf(command: CommandUnknownOpts): GlobalOptions {
  const isBackendGiven = command.getOptionValueSourceWithGlobals('backend') === 'cli';
  return { ...(command.optsWithGlobals() as GlobalOptions), isBackendGiven };
}
