/**
 * A thread: waits for a function's number, calls the function, says that it is done. Returns when it is told to stop.
 *
 * This folder is JavaScript and is published as it stands, because a worker is found by its address: from the sources,
 * from a build and from a bundle alike. `src/threads/control-block.ts` says what the words mean.
 *
 * @param {import('../src/threads/worker-data.ts').WorkerData} data
 * @param {() => void} ready called before the first wait
 */
export function runThread({ thread, module, memory, names, words, args, layout }, ready) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const functions = names.map((name) => exports[name]);
  const word = layout.wordStride * (thread + 1);
  const first = layout.mostArguments * thread;
  ready();
  for (;;) {
    let job = 0;
    // A thread that has work again soon is found awake; otherwise it sleeps.
    for (let i = 0; i < layout.spins && job === 0; i++) job = Atomics.load(words, word);
    if (job === 0) {
      Atomics.wait(words, word, 0);
      continue;
    }
    if (job === layout.stop) return;
    const run = functions[job - 1];
    try {
      run(...args.subarray(first, first + run.length));
    } catch {
      Atomics.store(words, layout.failed, 1);
    }
    Atomics.store(words, word, 0);
    if (Atomics.add(words, layout.pending, -1) === 1) Atomics.notify(words, layout.pending);
  }
}
