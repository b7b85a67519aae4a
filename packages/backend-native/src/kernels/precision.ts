import type { Precision } from '@pix2pix-ts/common';
import type { NodeBackend } from '../node-backend.ts';

const chosen = new WeakMap<NodeBackend, Precision>();

/** Has a backend compute in this precision from now on; TF32 was decided when TensorFlow was loaded. */
export function setPrecision(backend: NodeBackend, precision: Precision): void {
  chosen.set(backend, precision);
}

/** The precision of a backend; by itself TensorFlow takes TF32 on a GPU, unless NVIDIA's variable forbids it. */
export function precisionOf(backend: NodeBackend): Precision {
  return chosen.get(backend) ?? (backend.isUsingGpuDevice && isTf32Allowed() ? 'tf32' : 'float32');
}

/** CUDA's libraries read it when they are loaded, with TensorFlow. */
const TF32_VARIABLE = 'NVIDIA_TF32_OVERRIDE';

/** Has CUDA's libraries take TF32 or not, before they are loaded. */
export function allowTf32(allowed: boolean): void {
  if (allowed) delete process.env[TF32_VARIABLE];
  else process.env[TF32_VARIABLE] = '0';
}

/** Whether they take it, once they are loaded. */
export function isTf32Allowed(): boolean {
  return process.env[TF32_VARIABLE] !== '0';
}
