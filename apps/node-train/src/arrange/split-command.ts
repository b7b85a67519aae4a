import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { defineCommand } from '../cli/define-command.ts';
import { share, wholeNumber } from '../cli/flag-values.ts';
import type { OptionRow } from '../cli/options.ts';

/** The flags of `pix2pix split`. */
export const SPLIT_OPTIONS = [
  { flag: '--out <dir>', help: 'a new or empty folder for the pairs', required: true },
  {
    flag: '--train <share>',
    help: 'share of the pairs to train on',
    about: 'the share of the pairs to train on, from 0 to 1; what is left over after `--test` validates',
    read: share,
    default: 0.8,
  },
  {
    flag: '--test <share>',
    help: 'share of the pairs for the test',
    about: 'the share of the pairs for the test, from 0 to 1',
    read: share,
    default: 0,
  },
  { flag: '--seed <n>', help: 'decides which pair goes where', read: wholeNumber(0), default: 1 },
  {
    flag: '--sort',
    help: 'the first names train and the last ones validate',
    about: 'by their names, the first ones to train and the last ones to validate, in place of a random choice',
    default: false,
  },
  {
    flag: '--halves',
    help: 'take side-by-side pairs apart into A/ and B/',
    about:
      'take side-by-side pairs apart into folders `A` and `B`, as PNGs; pairs that folders have divided already stay where they are',
    default: false,
  },
] as const satisfies readonly OptionRow[];

/** `pix2pix split`: pairs into train, val and test, or side-by-side pairs into A and B. */
export function addSplitCommand(program: CommandUnknownOpts): void {
  const split = program
    .command('split')
    .description('copy the pairs of a folder into train/, val/ and test/; with --halves also into A/ and B/')
    .argument('<dir>', 'the folder of the pairs');
  defineCommand(split, SPLIT_OPTIONS, async (flags, globals, [data]) => {
    const { runSplit } = await import('./run-split.ts');
    await runSplit({ ...flags, data: data as string }, globals);
  });
}
