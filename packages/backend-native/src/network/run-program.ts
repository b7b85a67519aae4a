import { type SpawnOptions, spawn } from 'node:child_process';
import { endTree } from './process-tree.ts';

/** How a program ended: its exit status, null where a signal ended it, and what it wrote. */
export type Outcome = { status: number | null; stdout: string; stderr: string };

/** @see runProgram */
export type RunOptions = Pick<SpawnOptions, 'cwd' | 'env' | 'shell'> & {
  /** Also gets what it writes, as it comes. */
  show?: ((text: string) => void) | undefined;
  /** Ends it, with all that it has started. */
  signal?: AbortSignal | undefined;
  /** Told the number of its process, and where what it writes is kept. */
  onStart?: (pid: number, written: Readonly<Pick<Outcome, 'stdout' | 'stderr'>>) => void;
};

/**
 * Runs a program to its end and keeps what it writes. `undefined` where there is no such program.
 *
 * @throws the signal's reason when it is aborted
 */
export function runProgram(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome | undefined> {
  const { show, signal, onStart, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    const written = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (piece: string) => {
        written[stream] += piece;
        show?.(piece);
      });
    }
    const end = () => child.pid !== undefined && endTree(child.pid);
    signal?.addEventListener('abort', end);
    if (child.pid !== undefined) onStart?.(child.pid, written);
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    child.on('close', (status) => {
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(signal.reason);
      else resolve({ status, ...written });
    });
  });
}

/** Milliseconds that a program has for a question that it can answer without the network. */
const PATIENCE = 10_000;

/** What a program prints that needs no network; nothing where it fails, or does not come to an end. */
export async function answerOf(
  command: string,
  args: readonly string[],
  options: Pick<RunOptions, 'env' | 'shell'>,
): Promise<string> {
  const signal = AbortSignal.timeout(PATIENCE);
  const outcome = await runProgram(command, args, { ...options, signal }).catch(() => undefined);
  return outcome?.stdout ?? '';
}
