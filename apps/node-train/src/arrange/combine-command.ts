import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { defineCommand } from '../cli/define-command.ts';
import type { OptionRow } from '../cli/options.ts';

/** The flags of `pix2pix combine`. */
export const COMBINE_OPTIONS = [
  {
    flag: '--a <dir>',
    help: 'the pictures for the left half',
    about: 'the pictures for the left half, or folders `train`, `val` and `test` of them',
    required: true,
  },
  { flag: '--b <dir>', help: 'those for the right half, of the same names', required: true },
  { flag: '--out <dir>', help: 'a new or empty folder for the pairs', required: true },
] as const satisfies readonly OptionRow[];

/** `pix2pix combine`: side-by-side pairs out of two folders. */
export function addCombineCommand(program: CommandUnknownOpts): void {
  const combine = program
    .command('combine')
    .description('make side-by-side pairs of two folders of pictures with the same names');
  defineCommand(combine, COMBINE_OPTIONS, async (flags, globals) => {
    const { runCombine } = await import('./run-combine.ts');
    await runCombine(flags, globals);
  });
}
