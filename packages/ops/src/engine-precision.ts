import type { Precision } from '@pix2pix-ts/common';
import { backend, getBackend, getKernel } from '@tensorflow/tfjs-core';

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
