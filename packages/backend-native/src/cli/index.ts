import { guardOutput, lostResults, StoppedError, UsageError } from '@pix2pix-ts/common/node';
import { lineOf } from '../install/install-error.ts';
import { type Command, parseCommand, USAGE } from './parse-command.ts';
import { printJson, printNote, printResult } from './print.ts';
import { runInstall } from './run-install.ts';
import { runStatus } from './run-status.ts';
import { runUninstall } from './run-uninstall.ts';

/**
 * The command `backend-native`: install, status, uninstall, check. Where stdout no longer has a reader it continues
 * silently.
 *
 * @returns the exit status: 0 done, 1 it failed or its results could not be written, 2 the command line makes no sense, 128
 *   and a signal's number where that stopped it
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  guardOutput();
  const status = await statusOf(args);
  const loss = await lostResults();
  if (loss === undefined || status !== 0) return status; // what failed is reported already
  printNote(`Could not write the results to standard output: ${loss.code}. Free some space, or write them elsewhere.`);
  return 1;
}

async function statusOf(args: readonly string[]): Promise<number> {
  try {
    return await run(parseCommand(args));
  } catch (error) {
    printNote(lineOf(error));
    if (error instanceof StoppedError) return error.exitCode;
    return error instanceof UsageError ? 2 : 1;
  }
}

async function run(command: Command): Promise<number> {
  switch (command.name) {
    case 'install':
      await runInstall(command);
      return 0;
    case 'status':
      return runStatus(command.json);
    case 'uninstall':
      await runUninstall(command.version);
      return 0;
    case 'check': {
      // TensorFlow.js takes a second to load, which the others need not wait for.
      const { checkNative } = await import('../check/check-native.ts');
      printJson(await checkNative());
      return 0;
    }
    case 'help':
      printResult(USAGE);
      return 0;
  }
}
