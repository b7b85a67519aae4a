import { pageParts, startPageWorker } from './page-parts.ts';
import type { BinaryName, Platform, StartedWorker } from './platform.ts';

const ONE_FILE =
  'the bundle is one file. Build it as ES modules with code splitting (esbuild: --format=esm --splitting)';

/**
 * In a page, or in a worker of it, where the bundler takes nothing from a package but modules: each binary is a module of
 * text, and the threads' script is a chunk that gives its own address.
 */
export const platform: Platform = {
  ...pageParts,

  async readBinary(name) {
    const { gzipped } = await binaries[name]().catch((error: Error) => {
      throw new Error(
        `Expected the chunk of ${name} next to the page's other chunks, got: ${error.message}. Serve all of them.`,
      );
    });
    const bytes = Uint8Array.from(atob(gzipped), (character) => character.charCodeAt(0));
    const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(inflated).arrayBuffer());
  },

  startWorker(data) {
    const started = (async (): Promise<StartedWorker> => {
      const { address, THREAD_NAME } = await import('#worker/chunk');
      // A worker on the entire bundle would run the page's own program once more.
      if (address === import.meta.url) throw new Error(ONE_FILE);
      return startPageWorker(new Worker(address, { type: 'module', name: THREAD_NAME }), data);
    })();
    return {
      ready: started.then(({ ready }) => ready),
      stop: () =>
        started.then(
          (worker) => worker.stop(),
          () => {},
        ), // one that failed has ended
    };
  },
};

/** Written out one by one: that is how bundlers find modules. */
const binaries: Readonly<Record<BinaryName, () => Promise<{ gzipped: string }>>> = {
  'kernels-fma-shared': () => import('#wasm/kernels-fma-shared'),
  'kernels-simd-shared': () => import('#wasm/kernels-simd-shared'),
  'kernels-fma': () => import('#wasm/kernels-fma'),
  'kernels-simd': () => import('#wasm/kernels-simd'),
  'stock-simd': () => import('#wasm/stock-simd'),
  'stock-threaded-simd': () => import('#wasm/stock-threaded-simd'),
};
