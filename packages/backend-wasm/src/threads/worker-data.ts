import { type ControlBlock, FAILED, MOST_ARGUMENTS, PENDING, SPINS, STOP, WORD_STRIDE } from './control-block.ts';

/** What a worker is given; `worker/run-thread.js` reads it. */
export type WorkerData = ControlBlock & {
  /** From 1: the caller is thread 0. */
  thread: number;
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** The names of the exported functions, in the order of their numbers. */
  names: readonly string[];
  layout: typeof layout;
};

/** The constants of the control block, for a script that cannot import them. */
export const layout = {
  pending: PENDING,
  failed: FAILED,
  stop: STOP,
  wordStride: WORD_STRIDE,
  spins: SPINS,
  mostArguments: MOST_ARGUMENTS,
} as const;
