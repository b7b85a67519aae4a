import '@tensorflow/tfjs-backend-wasm';
import { findBackendFactory, type KernelBackend, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { bestVariant, createBackend } from './create-backend.ts';
import { featuresAreRunning } from './features.ts';
import { BACKEND_NAME, installKernels } from './kernels/install-kernels.ts';
import { platform } from './platform/current.ts';
import { threadsAreRunning, threadsToStart } from './threads/threads-count.ts';

/** The stock backend's. */
const PRIORITY = 2;

/** Takes the name `wasm` over from the stock backend, which this file imports so that it is there before. */
export function registerTrainableBackend(): void {
  const stockFactory = findBackendFactory(BACKEND_NAME);
  removeBackend(BACKEND_NAME);
  registerBackend(BACKEND_NAME, () => startBackend(stockFactory), PRIORITY);
}

type Factory = ReturnType<typeof findBackendFactory>;

async function startBackend(stockFactory: Factory): Promise<KernelBackend> {
  const count = threadsToStart();
  const variant = bestVariant(count);
  if (!variant) return startStock(stockFactory, 'Expected SIMD for the kernels that can train, got an engine without.');
  const whenDisposed = () => {
    threadsAreRunning(undefined);
    featuresAreRunning(undefined);
  };
  const reasons: string[] = [];
  const backend = await createBackend(variant, whenDisposed).catch((error: Error) => {
    if (variant.threads === 1) throw error;
    reasons.push(`one thread, because others could not be started: ${error.message}`);
    console.warn(`backend-wasm runs on ${reasons.join()}`);
    return createBackend({ ...variant, threads: 1 }, whenDisposed);
  });
  // Only now, because another copy of the stock backend may have been imported in the meantime.
  installKernels(BACKEND_NAME);
  threadsAreRunning(backend.threads.count);
  if (!variant.shared) reasons.push('one thread, because this page is not cross-origin isolated');
  else if (reasons.length === 0 && platform.whyOneThread) reasons.push(platform.whyOneThread);
  if (!variant.fma) reasons.push('no fused multiply-add, because this engine has no relaxed SIMD');
  featuresAreRunning({ simd: true, fma: variant.fma, ...(reasons.length > 0 && { reason: reasons.join('; ') }) });
  return backend;
}

async function startStock(stockFactory: Factory, reason: string): Promise<KernelBackend> {
  console.warn(`${reason} The stock backend runs instead.`);
  threadsAreRunning(1);
  featuresAreRunning({ simd: false, fma: false, reason });
  return stockFactory();
}
