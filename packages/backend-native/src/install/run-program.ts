import { type SpawnOptions, spawn } from 'node:child_process';

/** How a program ended: its exit status, null where a signal ended it, and what it wrote. */
export type Outcome = { status: number | null; stdout: string; stderr: string };

/** @see runProgram */
export type RunOptions = Pick<SpawnOptions, 'cwd' | 'env' | 'shell'> & {
  /** Also shows what it writes, on stderr, because stdout is for results. @default false */
  show?: boolean;
};

/** Runs a program to its end and keeps what it writes. `undefined` where there is no such program. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome | undefined> {
  const { show = false, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    const written = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (piece: string) => {
        written[stream] += piece;
        if (show) process.stderr.write(piece);
      });
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    child.on('close', (status) => resolve({ status, ...written }));
  });
}
