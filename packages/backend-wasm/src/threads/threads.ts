import { platform } from '../platform/current.ts';
import type { StartedWorker } from '../platform/platform.ts';
import { createControlBlock, FAILED, MOST_ARGUMENTS, PENDING, SPINS, wordOf } from './control-block.ts';
import { type WorkerData, workerScript } from './worker-script.ts';

/** One function exported by our kernels: addresses, sizes and numbers in, results in memory. */
type WasmFunction = (...args: number[]) => void;

/** The threads of a backend; the one that calls is one of them. */
export type Threads = {
  readonly count: number;
  /**
   * Calls an exported function once for each list of arguments, each on a thread of its own, and returns when all are
   * done. There are at most `count` lists.
   */
  run(name: string, calls: readonly (readonly number[])[]): void;
  /** Ends all threads but the caller's, and settles when they have ended; `run` throws from then on. */
  stop(): Promise<void>;
};

/** Starts `count - 1` workers on the kernels' module and memory. @throws if a worker cannot be started. */
export async function startThreads(
  count: number,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<Threads> {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as Record<string, WasmFunction>;
  if (count === 1) return singleThread(exports);
  const names = Object.keys(exports);
  const numbers = new Map(names.map((name, i) => [name, i + 1]));
  const { words, args } = createControlBlock(count);
  const workers: StartedWorker[] = [];
  let stopped = false;
  const stop = async () => {
    stopped = true;
    await Promise.all(workers.map((worker) => worker.stop()));
  };
  try {
    for (let thread = 1; thread < count; thread++) {
      const data: WorkerData = { thread, module, memory, names, words, args };
      workers.push(platform.startWorker(workerScript, data));
    }
    await Promise.all(workers.map(({ ready }) => ready));
  } catch (error) {
    await stop();
    throw error;
  }

  function run(name: string, calls: readonly (readonly number[])[]): void {
    if (stopped) throw new Error(`Expected threads that run, got stopped ones for '${name}'. Start the backend again.`);
    const others = calls.length - 1;
    if (others > 0) Atomics.store(words, PENDING, others);
    for (let thread = 1; thread <= others; thread++) {
      args.set(calls[thread] as number[], MOST_ARGUMENTS * thread);
      Atomics.store(words, wordOf(thread), numbers.get(name) as number);
      Atomics.notify(words, wordOf(thread));
    }
    try {
      callExport(exports, name, calls[0] as number[]);
    } finally {
      if (others > 0) waitFor(words);
    }
    if (Atomics.exchange(words, FAILED, 0) === 1) throw new Error(threadFailed(name));
  }

  return { count, run, stop };
}

function singleThread(exports: Record<string, WasmFunction>): Threads {
  const run = (name: string, calls: readonly (readonly number[])[]) => {
    for (const call of calls) callExport(exports, name, call);
  };
  return { count: 1, run, stop: async () => {} };
}

function callExport(exports: Record<string, WasmFunction>, name: string, args: readonly number[]): void {
  (exports[name] as WasmFunction)(...args);
}

/** Until no thread is at work. */
function waitFor(words: Int32Array): void {
  for (let i = 0; i < SPINS; i++) if (Atomics.load(words, PENDING) === 0) return;
  for (let left = Atomics.load(words, PENDING); left > 0; left = Atomics.load(words, PENDING))
    Atomics.wait(words, PENDING, left);
}

const threadFailed = (name: string) =>
  `Expected '${name}' to end on every thread, got a trap on one. This is a fault of the kernel: report it.`;
