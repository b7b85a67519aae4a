import { join } from 'node:path';
import { type CommandResult, FROM_SOURCES, type RunOptions, runCommand } from '@pix2pix-ts/testing/run-command';

const COMMAND = join(import.meta.dirname, '../index.ts');

/** Node with the real command from its sources; its arguments follow. */
export const PIX2PIX = [process.execPath, ...FROM_SOURCES, COMMAND] as const;

/** Runs the real command from its sources. */
export function runPix2pix(args: readonly string[], options?: RunOptions): Promise<CommandResult> {
  const [node, ...first] = PIX2PIX;
  return runCommand(node as string, [...first, ...args], options);
}
