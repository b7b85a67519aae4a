import type { EmscriptenModule } from './stock-module.ts';

/** Bytes of a thread's scratch memory: see `assembly/product/blocks.ts`. */
const THREAD_BYTES = 704 * 1024;
/** Bytes for the words that describe a call. */
const WORDS_BYTES = 2048;

/** Memory that kernels use while they run: allocated once, never grown. */
export type Scratch = {
  /** Where a kernel's description goes. */
  words: number;
  /** Where each thread packs its operands. It begins with 1 kB of zeros. */
  threads: readonly number[];
};

/** Allocates it for this many threads. */
export function allocateScratch(module: EmscriptenModule, threads: number): Scratch {
  const start = module._malloc(WORDS_BYTES + threads * THREAD_BYTES);
  module.HEAPU8.fill(0, start, start + WORDS_BYTES + threads * THREAD_BYTES);
  const places = Array.from({ length: threads }, (_, i) => start + WORDS_BYTES + i * THREAD_BYTES);
  return { words: start, threads: places };
}
