import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { choice } from '../cli/flag-values.ts';
import { printResult } from '../cli/output.ts';
import { type CompletedCommand, SCRIPTS } from './completion-scripts.ts';

const shells = choice(Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[]);

/** `pix2pix completion`: what makes a shell complete commands, flags and their words. */
export function addCompletionCommand(program: CommandUnknownOpts): void {
  const completion = program
    .command('completion')
    .description('print a script that makes bash, zsh or fish complete commands, flags and values')
    .argument('<shell>', 'bash, zsh or fish', (text: string) => shells(text, 'the shell'));
  completion.action((shell) => {
    printResult(SCRIPTS[shell](commandsOf(program)).split('\n'));
  });
}

/** The program's commands with all their flags, as commander knows them. */
function commandsOf(program: CommandUnknownOpts, path: readonly string[] = []): CompletedCommand[] {
  return program.commands.flatMap((command) => {
    const own = [...path, command.name()];
    const options = [...command.options.filter(({ hidden }) => !hidden), ...globalOptions(program)];
    const flags = options.map(({ long, description, argChoices, required, optional }) => ({
      name: long as string,
      help: description,
      words: argChoices ?? [],
      takesValue: required || optional,
    }));
    return [{ path: own, help: command.description(), flags }, ...commandsOf(command, own)];
  });
}

function globalOptions(command: CommandUnknownOpts): readonly CommandUnknownOpts['options'][number][] {
  return command.parent ? globalOptions(command.parent) : command.options;
}
