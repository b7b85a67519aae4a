import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Platform } from './platform.ts';

export const platform: Platform = {
  cores: availableParallelism,

  // Node 20 has it behind this flag, which works until the first module that needs it is compiled. V8 11.4 and newer have it
  // without one, and complain of a flag that they do not know.
  allowRelaxedSimd() {
    if (Number.parseFloat(process.versions.v8) < 11.4) setFlagsFromString('--experimental-wasm-relaxed-simd');
  },

  async readBinary(name) {
    const file = await readFile(new URL(`../../wasm/${name}.wasm`, import.meta.url));
    // A copy on the memory of this realm: jest runs tests in another one, whose WebAssembly is strict about it.
    return new Uint8Array(file);
  },

  startWorker(data) {
    // Loaders such as tsx are for our sources, and the script needs none of them.
    const worker = new Worker(new URL('../../worker/node.js', import.meta.url), { workerData: data, execArgv: [] });
    return {
      ready: new Promise((resolve, reject) => {
        worker.once('message', () => {
          worker.unref();
          resolve();
        });
        worker.once('error', reject);
      }),
      async stop() {
        await worker.terminate();
      },
    };
  },

  withWorkerClass(workerClass, start) {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
    const events = ['uncaughtException', 'unhandledRejection'] as const;
    const listeners = events.map((event) => process.rawListeners(event));
    // The stock module assigns Node's own class to this name before it uses it: the setter lets that pass by.
    Object.defineProperty(globalThis, 'Worker', { configurable: true, get: () => workerClass, set: () => {} });
    try {
      return start();
    } finally {
      if (before) Object.defineProperty(globalThis, 'Worker', before);
      else Reflect.deleteProperty(globalThis, 'Worker');
      // It also listens for errors nobody caught, only to throw them again: Node does that by itself.
      events.forEach((event, i) => {
        const added = process.rawListeners(event).filter((listener) => !listeners[i]?.includes(listener));
        for (const listener of added) process.removeListener(event, listener as (...args: unknown[]) => void);
      });
    }
  },
};
