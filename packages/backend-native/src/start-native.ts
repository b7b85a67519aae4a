import { availableParallelism } from 'node:os';
import type { Precision } from '@pix2pix-ts/common';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import { currentInstallation } from './cache/installation.ts';
import { requirePrecision } from './check/lower-precision.ts';
import { allowTf32, isTf32Allowed, precisionOf, setPrecision } from './kernels/precision.ts';
import { BACKEND_NAME, loadBinding } from './load/load-backend.ts';
import { NotSetUpError, nativeIsRunning, registerNativeBackend } from './load/register-backend.ts';
import type { NodeBackend } from './node-backend.ts';

/** What was started. */
export type NativeEngine = {
  /** TensorFlow.js's name for it. */
  readonly backend: 'tensorflow';
  /** On how many threads of the processor an operation runs. */
  readonly threads: number;
  /** Such as `native, TensorFlow 2.21.0, 2 threads`, and the precision where it is not float32. */
  readonly description: string;
};

/** @see startNative */
export type NativeOptions = {
  /**
   * What is rounded to fewer bits than float32 has. @default float32; on a GPU TensorFlow's own choice, which is TF32 unless
   * NVIDIA_TF32_OVERRIDE is 0
   */
  precision?: Precision | undefined;
};

/**
 * Loads TensorFlow and makes it TensorFlow.js's current backend, on as many threads as asked for, or as many as there
 * are cores. One that runs already keeps its threads, and on a GPU TF32 or not.
 *
 * @throws Error of one line where no native engine is set up, it does not start, or the machine does not have the precision
 */
export async function startNative(threads?: number, { precision }: NativeOptions = {}): Promise<NativeEngine> {
  const installation = currentInstallation();
  if (typeof installation === 'string') throw new NotSetUpError(installation);
  if (precision !== undefined && !nativeIsRunning()) allowTf32(precision === 'tf32');
  // TensorFlow reads them once, when its first operation runs.
  if (threads !== undefined && !nativeIsRunning()) {
    process.env.TF_NUM_INTRAOP_THREADS = String(threads);
    process.env.OMP_NUM_THREADS = String(threads);
    process.env.TF_NUM_INTEROP_THREADS = String(threads); // operations of a compiled function that run at once
  }
  loadBinding(installation); // where it cannot be loaded, that is an error here, and would be a warning of TensorFlow.js there
  registerNativeBackend(); // again, where someone removed it
  if (!(await setBackend(BACKEND_NAME)))
    throw new Error('Expected TensorFlow to start, got an error; its own message is above.');
  const native = backend() as NodeBackend;
  const { binding, isUsingGpuDevice } = native;
  if (precision !== undefined) await takePrecision(native, precision);
  const count = Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism();
  const where = isUsingGpuDevice ? 'GPU' : count === 1 ? '1 thread' : `${count} threads`;
  const parts = ['native', `TensorFlow ${binding.TF_Version}`, where];
  if (precisionOf(native) !== 'float32') parts.push(precisionOf(native));
  return { backend: BACKEND_NAME, threads: count, description: parts.join(', ') };
}

async function takePrecision(native: NodeBackend, precision: Precision): Promise<void> {
  await requirePrecision(precision, native.isUsingGpuDevice);
  if (native.isUsingGpuDevice && isTf32Allowed() !== (precision === 'tf32'))
    throw new Error(
      `Expected the native engine to start with ${precision}, got one that runs already with another precision. Start it with that one first.`,
    );
  setPrecision(native, precision);
}
