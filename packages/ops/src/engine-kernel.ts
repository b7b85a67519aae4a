import type { Precision } from '@pix2pix-ts/common';
import { type EngineKernel, engineKernel as findKernel } from '@pix2pix-ts/common/engine-kernel';
import { type CoreRange, unfitCore } from '@pix2pix-ts/common/tfjs-core';
import { backend, getBackend, getKernel } from '@tensorflow/tfjs-core';

export type { EngineKernel };

const FITTING_CORE: CoreRange = ['4.10.0', '4.22.0'];

/**
 * The engine's own kernel of this name, as a function, or `undefined` where the engine has none and the composed form
 * must do. The kernel's inputs and attributes are those documented at the op that asks for it.
 *
 * @throws Error of one line where the installed tfjs-core is not a version that fits
 */
export function engineKernel(name: string): EngineKernel | undefined {
  const unfit = unfitCore(FITTING_CORE);
  if (unfit !== undefined) throw new Error(unfit);
  return findKernel(name);
}

/**
 * What the current engine rounds to fewer bits. Engines that can do so offer the kernel `Precision` ({}), which gives a name
 * instead of tensors; the others compute in float32.
 */
export function enginePrecision(): Precision {
  const kernel = getKernel('Precision', getBackend());
  if (!kernel) return 'float32';
  const ask = kernel.kernelFunc as unknown as (call: object) => Precision;
  return ask({ inputs: {}, attrs: {}, backend: backend() });
}
