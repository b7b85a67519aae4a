/** A binary in the package's folder `wasm`. */
export type BinaryName =
  | 'kernels-fma-shared'
  | 'kernels-simd-shared'
  | 'kernels-fma'
  | 'kernels-simd'
  | 'stock-simd'
  | 'stock-threaded-simd';

/** A worker that runs a script of the package's folder `worker`. */
export type StartedWorker = {
  /** Settles when the worker has come to its work, or could not; from then on it keeps no process from ending. */
  ready: Promise<void>;
  /** Ends the worker, which has been told to stop, and settles when it has ended. */
  stop(): Promise<void>;
};

/** What differs between Node and a page: `#platform` in package.json says which of the two is loaded. */
export type Platform = {
  /** The cores of the machine. */
  cores(): number;
  /** Lets the engine compile relaxed SIMD where that is behind a flag. */
  allowRelaxedSimd(): void;
  readBinary(name: BinaryName): Promise<Uint8Array<ArrayBuffer>>;
  /** Starts a worker with the data that its script expects: `threads/worker-data.ts`. */
  startWorker(data: object): StartedWorker;
  /** Runs `start` with another global `Worker`, and leaves the process as it was. */
  withWorkerClass<T>(workerClass: unknown, start: () => T): T;
};
