import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Node's arguments with which a file of ours, which follows, runs from its sources. */
export const FROM_SOURCES = ['--conditions', '@pix2pix-ts/source', '--import', import.meta.resolve('tsx')] as const;

/** What a command said and how it ended. */
export type CommandResult = { exitCode: number | null; stdout: string; stderr: string };

/** Where a command runs and with what environment, and who hears each line of its stdout while it does. */
export type RunOptions = {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  onLine?: ((line: string, child: ChildProcess) => void) | undefined;
};

/** Runs a command in a process of its own without a terminal. */
export function runCommand(
  command: string,
  args: readonly string[],
  // jest gives its tests a copy of the environment, which the child would not see by itself.
  { cwd = process.cwd(), env = process.env, onLine }: RunOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr]: [string[], string[]] = [[], []];
    child.stdout.on('data', (piece) => stdout.push(String(piece)));
    if (onLine) createInterface({ input: child.stdout }).on('line', (line) => onLine(line, child));
    child.stderr.on('data', (piece) => stderr.push(String(piece)));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout: stdout.join(''), stderr: stderr.join('') }));
  });
}
