/** A binary in the package's folder `wasm`. */
export type BinaryName =
  | 'kernels-fma-shared'
  | 'kernels-simd-shared'
  | 'kernels-fma'
  | 'kernels-simd'
  | 'stock-simd'
  | 'stock-threaded-simd';

/** A worker that runs a script of ours. */
export type StartedWorker = {
  /** Settles when the script says so, or could not run; from then on the worker keeps no process from ending. */
  ready: Promise<void>;
  /** Ends the worker, whatever it does, and settles when it has ended. */
  stop(): Promise<void>;
};

/** What differs between Node and a page. `current.ts` is the one that runs. */
export type Platform = {
  /** How many threads there are by default: the cores, at most 8; 1 where threads cannot run. */
  defaultThreads(): number;
  /** Why no more than one thread can run, in a few words; left out where more can. */
  readonly whyOneThread?: string;
  /** Lets the engine compile relaxed SIMD where that is behind a flag. */
  allowRelaxedSimd(): void;
  readBinary(name: BinaryName): Promise<Uint8Array<ArrayBuffer>>;
  /** Starts a worker whose script finds `data`, and calls `ready()` when it has come to its work. */
  startWorker(script: string, data: Record<string, unknown>): StartedWorker;
  /** Runs `start` with another global `Worker`, and leaves the process as it was. */
  withWorkerClass<T>(workerClass: unknown, start: () => T): T;
};
