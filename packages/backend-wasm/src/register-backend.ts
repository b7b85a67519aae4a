import '@tensorflow/tfjs-backend-wasm';
import { type CoreRange, unfitCore } from '@pix2pix-ts/common/tfjs-core';
import { findBackendFactory, type KernelBackend, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { bestVariant, createBackend } from './create-backend.ts';
import { featuresAreRunning } from './features.ts';
import { BACKEND_NAME } from './kernels/backend-name.ts';
import { installKernels } from './kernels/install-kernels.ts';
import { shared, warnOnce } from './shared-state.ts';
import { threadsAreRunning, threadsToStart } from './threads/threads-count.ts';

/** The one version whose stock backend we build on. */
const FITTING_CORE: CoreRange = ['4.22.0', '4.22.0'];
/** The stock backend's. */
const PRIORITY = 2;

/**
 * Takes the name `wasm` over from the stock backend, which this file imports so that it is there before. Where another
 * copy of this package has done so, its backend serves both.
 *
 * @throws Error of one line where the tfjs-core that is installed is of another version
 */
export function registerTrainableBackend(): void {
  expectFittingCore();
  const found = findBackendFactory(BACKEND_NAME);
  if (found !== undefined && found === shared.factory) return;
  shared.factory = () => startBackend(found);
  removeBackend(BACKEND_NAME);
  registerBackend(BACKEND_NAME, shared.factory, PRIORITY);
}

function expectFittingCore(): void {
  const unfit = unfitCore(FITTING_CORE);
  if (unfit !== undefined) throw new Error(unfit);
}

type Factory = ReturnType<typeof findBackendFactory>;

async function startBackend(stockFactory: Factory): Promise<KernelBackend> {
  expectFittingCore(); // again, because another copy may have been loaded since
  const count = threadsToStart();
  const variant = bestVariant(count);
  if (!variant)
    return startStock(stockFactory, 'Expected SIMD for the kernels that can train, got an engine without it.');
  const whenDisposed = () => {
    threadsAreRunning(undefined);
    featuresAreRunning(undefined);
  };
  const backend = await createBackend(variant, whenDisposed);
  // Only now, because another copy of the stock backend may have been imported in the meantime.
  installKernels(BACKEND_NAME);
  const reasons: string[] = [];
  const { refused } = backend.threads;
  if (refused !== undefined) {
    reasons.push(`one thread, because others could not be started: ${refused}`);
    warnOnce(`backend-wasm runs on ${reasons.join()}`);
  }
  if (!variant.shared) reasons.push('one thread, because this page is not cross-origin isolated');
  if (!variant.fma) reasons.push('no fused multiply-add, because this engine has no relaxed SIMD');
  threadsAreRunning(backend.threads.count);
  featuresAreRunning({ simd: true, fma: variant.fma, ...(reasons.length > 0 && { reason: reasons.join('; ') }) });
  return backend;
}

async function startStock(stockFactory: Factory, reason: string): Promise<KernelBackend> {
  warnOnce(`${reason} The stock backend runs instead.`);
  threadsAreRunning(1);
  featuresAreRunning({ simd: false, fma: false, reason });
  return stockFactory();
}
