/**
 * The shared memory through which threads get their work, apart from the wasm memory so that no tensor overlaps it.
 *
 * Each thread has a word of its own, a cache line apart: 0 idle, `STOP`, otherwise 1 + the number of the function.
 */
export type ControlBlock = { words: Int32Array<SharedArrayBuffer>; args: Float64Array<SharedArrayBuffer> };

/** The word that counts the threads still at work. */
export const PENDING = 0;
/** The word that says that a thread has failed. */
export const FAILED = 1;
/** Told to a thread in its word: end. */
export const STOP = -1;
/** Words from one thread's to the next: 64 bytes. */
export const WORD_STRIDE = 16;
/**
 * How long a thread looks for work, and the caller for its end, before they sleep, in loads of a word: about 20 µs.
 * Ten times that saves a tenth of a small step on a machine of one's own, where waking a thread takes 50 µs, and makes it
 * five times slower where other processes want the cores.
 */
export const SPINS = 4000;
/** The most arguments of a kernel. */
export const MOST_ARGUMENTS = 24;

/** A block for this many threads, all idle. */
export function createControlBlock(threads: number): ControlBlock {
  return {
    words: new Int32Array(new SharedArrayBuffer(4 * WORD_STRIDE * (threads + 1))),
    args: new Float64Array(new SharedArrayBuffer(8 * MOST_ARGUMENTS * threads)),
  };
}

/** The place of a thread's word. */
export const wordOf = (thread: number): number => WORD_STRIDE * (thread + 1);
