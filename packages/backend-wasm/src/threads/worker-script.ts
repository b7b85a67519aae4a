import { FAILED, MOST_ARGUMENTS, PENDING, SPINS, WORD_STRIDE } from './control-block.ts';

/** What a worker's script finds under the name `data`. */
export type WorkerData = {
  thread: number;
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** The names of the exported functions, in the order of their numbers. */
  names: readonly string[];
  words: Int32Array;
  args: Float64Array;
};

/**
 * The script of a thread: wait for a function's number, call the function, say that it is done.
 *
 * It is text, because a worker from a file would have to be found from sources, from a build and from a bundle, and
 * because what compiles this file would leave its own helpers in a function's text. A thread that has work again soon
 * is found awake; otherwise it sleeps.
 */
export const workerScript = `
const { thread, module, memory, names, words, args } = data;
const exports = new WebAssembly.Instance(module, { env: { memory } }).exports;
const functions = names.map((name) => exports[name]);
const word = ${WORD_STRIDE} * (thread + 1);
const first = ${MOST_ARGUMENTS} * thread;
ready();
for (;;) {
  let job = 0;
  for (let i = 0; i < ${SPINS} && job === 0; i++) job = Atomics.load(words, word);
  if (job === 0) {
    Atomics.wait(words, word, 0);
    continue;
  }
  if (job < 0) break;
  const run = functions[job - 1];
  try {
    run(...args.subarray(first, first + run.length));
  } catch (error) {
    Atomics.store(words, ${FAILED}, 1);
  }
  Atomics.store(words, word, 0);
  if (Atomics.sub(words, ${PENDING}, 1) === 1) Atomics.notify(words, ${PENDING});
}
`;
