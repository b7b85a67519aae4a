import type { BinaryName, Platform } from './platform.ts';

/** A browser tells a page nothing of the reason: that stands in its console. */
const NOT_STARTED = "the page's policy refuses workers of its own (worker-src), or their script is not served";

/** In a page, or in a worker of it. */
export const platform: Platform = {
  cores: () => navigator.hardwareConcurrency,

  allowRelaxedSimd: () => {},

  async readBinary(name) {
    const response = await fetch(address(name));
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.ok && isWasm(bytes)) return bytes;
    const got = response.ok ? `another file (${response.headers.get('content-type')})` : `status ${response.status}`;
    throw new Error(
      `Expected a WebAssembly binary at ${response.url}, got ${got}. Serve the folder wasm of @pix2pix-ts/backend-wasm there.`,
    );
  },

  startWorker(data) {
    // In this form bundlers find the script.
    const worker = new Worker(new URL('../../worker/page.js', import.meta.url), { type: 'module' });
    const said = (word: string) =>
      new Promise<void>((resolve, reject) => {
        worker.addEventListener('message', (event) => event.data === word && resolve());
        worker.addEventListener('error', ({ message }) => reject(new Error(message || NOT_STARTED)));
      });
    const ended = said('ended').catch(() => {}); // one that failed is no more
    let works = false;
    const ready = (async () => {
      worker.postMessage(data);
      await said('ready');
      works = true;
    })();
    return {
      ready,
      async stop() {
        if (works) await ended;
        worker.terminate();
      },
    };
  },

  withWorkerClass(workerClass, start) {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
    Object.defineProperty(globalThis, 'Worker', { configurable: true, writable: true, value: workerClass });
    try {
      return start();
    } finally {
      if (before) Object.defineProperty(globalThis, 'Worker', before);
    }
  },
};

/** Hosts of single-page applications give the page, with status 200, where a file is missing. */
function isWasm(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === '\0asm';
}

/** Written out one by one, because that is how bundlers find files. */
function address(name: BinaryName): URL {
  switch (name) {
    case 'kernels-fma-shared':
      return new URL('../../wasm/kernels-fma-shared.wasm', import.meta.url);
    case 'kernels-simd-shared':
      return new URL('../../wasm/kernels-simd-shared.wasm', import.meta.url);
    case 'kernels-fma':
      return new URL('../../wasm/kernels-fma.wasm', import.meta.url);
    case 'kernels-simd':
      return new URL('../../wasm/kernels-simd.wasm', import.meta.url);
    case 'stock-simd':
      return new URL('../../wasm/stock-simd.wasm', import.meta.url);
    case 'stock-threaded-simd':
      return new URL('../../wasm/stock-threaded-simd.wasm', import.meta.url);
  }
}
