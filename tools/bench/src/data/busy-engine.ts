import { Worker } from 'node:worker_threads';

/** Keeps its core busy while the shared value is 1; sleeps while it is 0. */
const SPIN = `
  const { workerData } = require('node:worker_threads');
  const busy = new Int32Array(workerData);
  for (;;) {
    Atomics.wait(busy, 0, 0);
    while (Atomics.load(busy, 0) === 1);
  }
`;

/** Something that holds the main thread and the cores as a training step does, without computing anything. */
export type BusyEngine = {
  /** Blocks for this many milliseconds: no promise, timer or decoded image gets through. */
  step(milliseconds: number): void;
  stop(): Promise<void>;
};

/** An engine of `threads` threads, the main one included: decoding has to share their cores with it, as in training. */
export async function startBusyEngine(threads: number): Promise<BusyEngine> {
  const busy = new Int32Array(new SharedArrayBuffer(4));
  const workers = Array.from({ length: threads - 1 }, () => new Worker(SPIN, { eval: true, workerData: busy.buffer }));
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('online', resolve))));
  return {
    step(milliseconds) {
      Atomics.store(busy, 0, 1);
      Atomics.notify(busy, 0);
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
      Atomics.store(busy, 0, 0);
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
