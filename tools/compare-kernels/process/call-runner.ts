import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BackendName } from '@pix2pix-ts/bench/start-backend';
import { FROM_SOURCES } from '@pix2pix-ts/testing/run-command';
import type { KernelCase, Outcome } from '../kernel-case.ts';

/** Runs calls on a backend in a process of its own. */
export type CallRunner = {
  /** The outcome; a call that does not end in time, or ends the process, broke, and the next gets a new process. */
  run(call: KernelCase): Promise<Outcome>;
  stop(): void;
};

export type CallRunnerOptions = {
  /** How long a call may take, in milliseconds. @default 10000 */
  limit?: number | undefined;
  /** A module that is loaded there once the backend runs. */
  module?: string | undefined;
};

const script = fileURLToPath(new URL('call-process.ts', import.meta.url));
const MOST_MS_TO_START = 120_000;

/** The runner; its process starts with the first call. */
export function startCallRunner(backend: BackendName, { limit = 10_000, module }: CallRunnerOptions = {}): CallRunner {
  let child: ChildProcess | undefined;
  const stop = () => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  return {
    stop,
    async run(call) {
      child ??= await startProcess([backend, ...(module === undefined ? [] : [module])]);
      child.send(call);
      const answer = await answerOf(child, limit);
      // Whatever a call that trapped has written, the next one does not find it.
      if ('broken' in answer) stop();
      return answer;
    },
  };
}

async function startProcess(args: string[]): Promise<ChildProcess> {
  const execArgv = [...FROM_SOURCES];
  const child = fork(script, args, { execArgv, serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const said: Buffer[] = [];
  child.stderr?.on('data', (chunk) => said.push(chunk));
  const started = await answerOf(child, MOST_MS_TO_START);
  if ((started as unknown) === 'ready') return child;
  child.kill('SIGKILL');
  throw new Error(`Expected the backend ${args[0]} to start, got:\n${Buffer.concat(said)}`);
}

/** What the process says next, or how it failed to. */
async function answerOf(child: ChildProcess, limit: number): Promise<Outcome> {
  const settled = new AbortController();
  const { signal } = settled;
  const seconds = limit / 1000;
  const timer = new Promise<Outcome>((resolve) => {
    const timeout = setTimeout(() => resolve({ broken: `did not end in ${seconds} s` }), limit);
    signal.addEventListener('abort', () => clearTimeout(timeout));
  });
  const exit = async (): Promise<Outcome> => {
    const [code, killed] = await once(child, 'exit', { signal });
    return { broken: `ended the process with ${killed ?? `exit code ${code}`}` };
  };
  const answer = async (): Promise<Outcome> => (await once(child, 'message', { signal }))[0];
  try {
    return await Promise.race([timer, answer(), exit()]);
  } finally {
    settled.abort();
  }
}
