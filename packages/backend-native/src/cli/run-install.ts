import { untilStopped } from '@pix2pix-ts/common/node';
import type { Installation, Manifest } from '../cache/installation.ts';
import { nativeFolder } from '../cache/native-folder.ts';
import { InstallError } from '../install/install-error.ts';
import { type InstallOptions, installNative } from '../install/install-native.ts';
import { runProgram } from '../network/run-program.ts';
import { printNote, printPiece, printResult } from './print.ts';

/** Ctrl-C, the system and a terminal that was closed; a batch system has no business with it. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Installs and prints what was found. */
export async function runInstall({ verbose, ...options }: InstallOptions & { verbose: boolean }): Promise<void> {
  process.umask(process.umask() | 0o022); // what others could write would not be loaded
  const installed = await untilStopped(
    (signal) => {
      const check = (folder: string) => checkInProcess(folder, verbose, signal);
      const show = verbose ? printPiece : undefined;
      return installNative(nativeFolder(), check, { ...options, show, signal, tell: printNote });
    },
    { signals: SIGNALS },
  );
  printResult(describeInstallation(installed));
}

/** A few lines about an installation. */
export function describeInstallation({ folder, manifest }: Installation): string {
  const { tensorflow, flavor, found } = manifest;
  return [
    `TensorFlow ${tensorflow} (${flavor}) is set up in ${folder}`,
    `  processor  ${found.processor}`,
    `  runs on    ${found.device}`,
  ].join('\n');
}

/** In a process of its own, because a library that crashes takes its process with it. */
async function checkInProcess(folder: string, verbose: boolean, signal: AbortSignal): Promise<Manifest['found']> {
  const env = { ...process.env, BACKEND_NATIVE: folder, ...(verbose && { TF_CPP_MIN_LOG_LEVEL: '0' }) };
  const command = [...process.execArgv, process.argv[1] as string, 'check'];
  const outcome = await runProgram(process.execPath, command, { env, signal });
  if (verbose && outcome) printNote(outcome.stderr.trimEnd());
  if (outcome?.status === 0) return JSON.parse(outcome.stdout);
  const line = outcome?.stderr.trim().split('\n').at(-1) || `the process ended with ${outcome?.status ?? 'a signal'}`;
  throw new InstallError(
    `Expected a training step to work, got: ${line}. Run with --verbose for details, or try another --tensorflow.`,
  );
}
