import { fileURLToPath } from 'node:url';
import { FROM_SOURCES } from '@pix2pix-ts/testing/run-command';
import { runJsonProcess } from './run-json-process.ts';

/** Runs a file of src, such as `step/step-process.ts`, in a Node of its own, from the packages' sources; it finds `options` with `optionsOf`. */
export function runOurProcess<Result>(file: string, options: object, env: NodeJS.ProcessEnv = {}): Promise<Result> {
  const [node, ...args] = ourCommand(file, options);
  return runJsonProcess<Result>(node, args, env);
}

/** The command that `runOurProcess` runs, for who starts it in another way. */
export function ourCommand(file: string, options: object): [string, ...string[]] {
  const script = fileURLToPath(new URL(`../${file}`, import.meta.url));
  return [process.execPath, ...FROM_SOURCES, script, JSON.stringify(options)];
}

/** The options that a process was started with by `runOurProcess`. */
export function optionsOf<Options>(): Options {
  return JSON.parse(process.argv[2] ?? '{}') as Options;
}
