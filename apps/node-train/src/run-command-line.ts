import { CommanderError } from '@commander-js/extra-typings';
import { FileError, guardOutput, lostResults } from '@pix2pix-ts/common/node';
import { EXIT, exitCodeOf } from './cli/exit-codes.ts';
import { printNote } from './cli/output.ts';
import { messageOf, tellError } from './cli/tell-error.ts';
import { usageMessage } from './cli/usage-message.ts';
import { withoutPython } from './junyanz/without-python.ts';
import { createProgram } from './program.ts';

/**
 * Runs a command line to its end and returns the exit code. What a command throws is reported in one line on stderr, with
 * its stack only under `--verbose`; under `--json` also as an event on stdout. Where stdout cannot be written, the work is
 * still done: without a reader silently, and with exit code 1 where results were lost, as on a full disk.
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  guardOutput();
  const exitCode = await run(args);
  const loss = await lostResults();
  if (loss === undefined) return exitCode;
  const { message } = new FileError('write', 'the results to standard output', loss);
  if (exitCode !== EXIT.done) return exitCode; // reported already
  printNote(`${message} The work itself was done.`);
  return EXIT.failed;
}

async function run(typed: readonly string[]): Promise<number> {
  const program = createProgram();
  let args = typed;
  try {
    args = withoutPython(typed);
    if (args[0] === 'translate' && args !== typed) printNote(`Here this is pix2pix ${args.join(' ')}`);
    await program.parseAsync([...args], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done; // --help and --version
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.badInput; // no command
    const isUsage = error instanceof CommanderError;
    const exitCode = isUsage ? EXIT.badInput : exitCodeOf(error);
    const message = isUsage ? usageMessage(error, commandNameIn(args, program.commands)) : messageOf(error);
    // From the arguments, because what could not be parsed has no options.
    const options = { json: args.includes('--json'), verbose: args.includes('--verbose') };
    tellError(error, exitCode, options, message);
    return exitCode;
  }
}

function commandNameIn(args: readonly string[], commands: readonly { name(): string }[]): string {
  const name = args.find((arg) => commands.some((command) => command.name() === arg));
  return name === undefined ? 'pix2pix' : `pix2pix ${name}`;
}
