import '@tensorflow/tfjs-backend-webgpu';
import { type CoreRange, unfitCore } from '@pix2pix-ts/common/tfjs-core';
import { findBackendFactory, type KernelBackend, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { createBackend } from './create-backend.ts';
import { BACKEND_NAME } from './kernels/backend-name.ts';
import { installKernels } from './kernels/install-kernels.ts';
import { shared } from './shared-state.ts';

/** The one version whose stock backend we build on. */
const FITTING_CORE: CoreRange = ['4.22.0', '4.22.0'];
/** The stock backend's. */
const PRIORITY = 3;

/**
 * Takes the name `webgpu` over from the stock backend, which this file imports so that it is there before. Where another
 * copy of this package has done so, its backend serves both.
 *
 * @throws Error of one line where the tfjs-core that is installed is of another version
 */
export function registerTrainableBackend(): void {
  expectFittingCore();
  // Without a `navigator.gpu` the stock package registers its kernels and no backend.
  const found: unknown = findBackendFactory(BACKEND_NAME);
  if (found && found === shared.factory) return;
  shared.factory = startBackend;
  if (found) removeBackend(BACKEND_NAME);
  registerBackend(BACKEND_NAME, startBackend, PRIORITY);
}

function expectFittingCore(): void {
  const unfit = unfitCore(FITTING_CORE);
  if (unfit !== undefined) throw new Error(unfit);
}

async function startBackend(): Promise<KernelBackend> {
  expectFittingCore(); // again, because another copy may have been loaded since
  const backend = await createBackend(() => {
    shared.adapter = undefined;
  });
  // Only now, because another copy of the stock backend may have been imported in the meantime.
  installKernels();
  return backend;
}
