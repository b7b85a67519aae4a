import { lineOf } from '../install/install-error.ts';
import { type Command, parseCommand, USAGE, UsageError } from './parse-command.ts';
import { printNote, printResult } from './print.ts';
import { runInstall } from './run-install.ts';
import { runStatus } from './run-status.ts';
import { runUninstall } from './run-uninstall.ts';

/**
 * The command `backend-native`: install, status, uninstall, check.
 *
 * @returns the exit status: 0 done, 1 it failed, 2 the command line makes no sense
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    return await run(parseCommand(args));
  } catch (error) {
    printNote(lineOf(error));
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
      printResult(JSON.stringify(await checkNative()));
      return 0;
    }
    case 'help':
      printResult(USAGE);
      return 0;
  }
}
