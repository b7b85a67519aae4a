import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What the command said and how it ended. */
export type CommandResult = { exitCode: number | null; stdout: string; stderr: string };

const COMMAND = join(import.meta.dirname, '../index.ts');

/** Where the command runs, and who hears each line of its stdout while it does. */
export type RunOptions = { cwd?: string; onLine?: (line: string, child: ChildProcess) => void };

/** Runs the real command from its sources, in a process of its own without a terminal. */
export function runPix2pix(
  args: readonly string[],
  { cwd = process.cwd(), onLine }: RunOptions = {},
): Promise<CommandResult> {
  const node = ['--conditions', '@pix2pix-ts/source', '--import', import.meta.resolve('tsx'), COMMAND];
  return new Promise((resolve, reject) => {
    // jest gives its tests a copy of the environment, which the child would not see by itself.
    const { env } = process;
    const child = spawn(process.execPath, [...node, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr]: [string[], string[]] = [[], []];
    child.stdout.on('data', (piece) => stdout.push(String(piece)));
    if (onLine) createInterface({ input: child.stdout }).on('line', (line) => onLine(line, child));
    child.stderr.on('data', (piece) => stderr.push(String(piece)));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout: stdout.join(''), stderr: stderr.join('') }));
  });
}
