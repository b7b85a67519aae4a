import { kernelInstaller } from '@pix2pix-ts/common/own-kernel';
import type { TrainableBackendWasm } from '../backend.ts';
import { BACKEND_NAME } from './backend-name.ts';
import { expectFloats } from './float-only.ts';
import { mendedKernels, ownKernels } from './index.ts';

const install = kernelInstaller<TrainableBackendWasm>(BACKEND_NAME, {
  beforeStock: (name, { inputs }) => expectFloats(name, inputs),
});

/**
 * Registers our kernels for the backend of this name, in place of the stock ones, which take the calls that ours do not
 * cover. A name other than `wasm` gets the other stock kernels too.
 */
export function installKernels(backendName: string): void {
  install([...ownKernels, ...mendedKernels], backendName);
}
