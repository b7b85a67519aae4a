import { pageParts, startPageWorker } from './page-parts.ts';
import type { BinaryName, Platform } from './platform.ts';

/** In a page, or in a worker of it, where the bundler gives files of a package addresses of their own. */
export const platform: Platform = {
  ...pageParts,

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
    return startPageWorker(worker, data);
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
