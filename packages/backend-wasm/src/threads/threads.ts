import { platform } from '#platform';
import type { KernelFunctions } from '../kernel-functions.ts';
import type { StartedWorker } from '../platform/platform.ts';
import { createControlBlock, FAILED, MOST_ARGUMENTS, PENDING, SPINS, STOP, wordOf } from './control-block.ts';
import type { KernelArguments, KernelFunction } from './kernel-arguments.ts';
import { layout, type WorkerData } from './worker-data.ts';

/** What our wasm module exports: functions of addresses, sizes and numbers, whose results are in memory. */
type KernelExports = { readonly [Name in KernelFunction]: (...args: KernelFunctions[Name]) => void };

/** The threads of a backend; the one that calls is one of them. */
export type Threads = {
  readonly count: number;
  /** Why there is one, where more were asked for. */
  readonly refused?: string;
  /**
   * Calls an exported function once for each list of arguments, each on a thread of its own, and returns when all are
   * done. There are at most `count` lists.
   */
  run<Name extends KernelFunction>(name: Name, calls: readonly KernelArguments<Name>[]): void;
  /** Ends all threads but the caller's, and settles when they have ended; `run` throws from then on. */
  stop(): Promise<void>;
};

/** Starts `count - 1` workers on the kernels' module and memory, or none where one of them cannot be started. */
export async function startThreads(
  count: number,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<Threads> {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as KernelExports;
  if (count === 1) return singleThread(exports);
  const names = Object.keys(exports);
  const numbers = new Map(names.map((name, i) => [name, i + 1]));
  const { words, args } = createControlBlock(count);
  const wait = mayWait(words) ? waitAsleep : waitAwake;
  const workers: StartedWorker[] = [];
  let stopped = false;
  const stop = async () => {
    stopped = true;
    for (let thread = 1; thread < count; thread++) post(words, thread, STOP);
    await Promise.all(workers.map((worker) => worker.stop()));
  };
  try {
    for (let thread = 1; thread < count; thread++)
      workers.push(platform.startWorker({ thread, module, memory, names, words, args, layout } satisfies WorkerData));
    await Promise.all(workers.map(({ ready }) => ready));
  } catch (error) {
    for (const { ready } of workers) ready.catch(() => {}); // the first reason is enough
    await stop();
    return { ...singleThread(exports), refused: (error as Error).message };
  }

  function run<Name extends KernelFunction>(name: Name, calls: readonly KernelArguments<Name>[]): void {
    if (stopped) throw new Error(threadsStopped(name));
    const others = calls.length - 1;
    if (others > 0) Atomics.store(words, PENDING, others);
    for (let thread = 1; thread <= others; thread++) {
      args.set(calls[thread] as KernelArguments<Name>, MOST_ARGUMENTS * thread);
      post(words, thread, numbers.get(name) as number);
    }
    try {
      callExport(exports, name, calls[0] as KernelArguments<Name>);
    } finally {
      if (others > 0) wait(words);
    }
    if (Atomics.exchange(words, FAILED, 0) === 1) throw new Error(threadFailed(name));
  }

  return { count, run, stop };
}

function singleThread(exports: KernelExports): Threads {
  let stopped = false;
  const run = <Name extends KernelFunction>(name: Name, calls: readonly KernelArguments<Name>[]) => {
    if (stopped) throw new Error(threadsStopped(name));
    for (const call of calls) callExport(exports, name, call);
  };
  const stop = async () => {
    stopped = true;
  };
  return { count: 1, run, stop };
}

function callExport<Name extends KernelFunction>(
  exports: KernelExports,
  name: Name,
  args: KernelFunctions[Name],
): void {
  exports[name](...args);
}

function post(words: Int32Array, thread: number, word: number): void {
  Atomics.store(words, wordOf(thread), word);
  Atomics.notify(words, wordOf(thread));
}

/** Whether this thread is allowed to sleep: a page's main thread is not. */
function mayWait(words: Int32Array): boolean {
  try {
    Atomics.wait(words, PENDING, 1); // holds 0, so this returns at once
    return true;
  } catch {
    return false;
  }
}

/** Until no thread is at work. */
function waitAsleep(words: Int32Array): void {
  for (let i = 0; i < SPINS; i++) if (Atomics.load(words, PENDING) === 0) return;
  for (let left = Atomics.load(words, PENDING); left > 0; left = Atomics.load(words, PENDING))
    Atomics.wait(words, PENDING, left);
}

/** The same where sleeping is not allowed. The parts are equal, so that the others are about to end too. */
function waitAwake(words: Int32Array): void {
  while (Atomics.load(words, PENDING) > 0);
}

const threadsStopped = (name: string) =>
  `Expected running threads for '${name}', got stopped ones. Start the backend again.`;

const threadFailed = (name: string) =>
  `Expected '${name}' to finish on every thread, got a trap on one. This is a bug in the kernel: please report it.`;
