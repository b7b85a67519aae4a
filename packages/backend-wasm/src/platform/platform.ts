/** A binary in the package's folder `wasm`. */
export type BinaryName =
  | 'kernels-fma-shared'
  | 'kernels-simd-shared'
  | 'kernels-fma'
  | 'kernels-simd'
  | 'stock-simd'
  | 'stock-threaded-simd';

/** A worker that runs a script of ours. */
type StartedWorker = {
  /** Settles when the script has begun to run, or could not; from then on the worker keeps no process from ending. */
  ready: Promise<void>;
  /** Ends the worker, whatever it does, and settles when it has ended. */
  stop(): Promise<void>;
};

/** What differs between Node and a page. `current.ts` is the one that runs. */
export type Platform = {
  /** How many threads there are by default: the cores, at most 8; 1 where threads cannot run. */
  defaultThreads(): number;
  /** Lets the engine compile relaxed SIMD where that is behind a flag. */
  allowRelaxedSimd(): void;
  readBinary(name: BinaryName): Promise<Uint8Array<ArrayBuffer>>;
  /** Starts a worker whose script finds `data` under the name `data`. */
  startWorker(script: string, data: Record<string, unknown>): StartedWorker;
  /** Runs `start` with another global `Worker`, and leaves the process as it was. */
  withWorkerClass<T>(workerClass: unknown, start: () => T): T;
};
