import { COMMAND_NAME } from '../cache/command-name.ts';
import { currentInstallation, listInstallations } from '../cache/installation.ts';
import { nativeFolder } from '../cache/native-folder.ts';
import { changedLibrary } from '../cache/record.ts';
import { printJson, printResult } from './print.ts';
import { describeInstallation } from './run-install.ts';

/** Prints what is installed, and which one is used; returns the exit status, 1 where none is. */
export async function runStatus(json: boolean): Promise<number> {
  const cache = nativeFolder();
  const [current, all] = [currentInstallation(cache), listInstallations(cache)];
  const changed =
    typeof current === 'string' ? undefined : await changedLibrary(current.folder, current.manifest.hashes ?? {});
  const taken = typeof current === 'string' || changed !== undefined ? null : current;
  const reason =
    changed === undefined
      ? current
      : `damaged: ${changed} has changed since it was set up (${COMMAND_NAME} uninstall, then install)`;
  if (json) printJson({ cache, current: taken, installations: all }, 2);
  else {
    printResult(taken ? describeInstallation(taken) : `The native engine is ${reason}.`);
    const others = all.filter(({ name }) => name !== taken?.name).map(({ name }) => name);
    if (others.length > 0) printResult(`Also installed: ${others.join(', ')}`);
  }
  return taken ? 0 : 1;
}
