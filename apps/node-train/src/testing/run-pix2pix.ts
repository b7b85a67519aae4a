import { join } from 'node:path';
import { type CommandResult, type RunOptions, runCommand } from './run-command.ts';

const COMMAND = join(import.meta.dirname, '../index.ts');

/** Node with the real command from its sources; its arguments follow. */
export const PIX2PIX = [
  process.execPath,
  '--conditions',
  '@pix2pix-ts/source',
  '--import',
  import.meta.resolve('tsx'),
  COMMAND,
] as const;

/** Runs the real command from its sources. */
export function runPix2pix(args: readonly string[], options?: RunOptions): Promise<CommandResult> {
  const [node, ...first] = PIX2PIX;
  return runCommand(node as string, [...first, ...args], options);
}
