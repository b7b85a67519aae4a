import { availableParallelism } from 'node:os';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import { currentInstallation } from './cache/installation.ts';
import { BACKEND_NAME, loadBinding } from './load/load-backend.ts';
import { NotSetUpError, nativeIsRunning, registerNativeBackend } from './load/register-backend.ts';
import type { NodeBackend } from './node-backend.ts';

/** What was started. */
export type NativeEngine = {
  /** TensorFlow.js's name for it. */
  readonly backend: 'tensorflow';
  /** On how many threads of the processor an operation runs. */
  readonly threads: number;
  /** Such as `native, TensorFlow 2.21.0, 2 threads`. */
  readonly description: string;
};

/**
 * Loads TensorFlow and makes it TensorFlow.js's current backend, on as many threads as asked for, or as many as there
 * are cores. One that runs already keeps its threads.
 *
 * @throws Error of one line where no native engine is set up, or it does not start
 */
export async function startNative(threads?: number): Promise<NativeEngine> {
  const installation = currentInstallation();
  if (typeof installation === 'string') throw new NotSetUpError(installation);
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
  const { binding, isUsingGpuDevice } = backend() as NodeBackend;
  const count = Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism();
  const where = isUsingGpuDevice ? 'GPU' : count === 1 ? '1 thread' : `${count} threads`;
  return { backend: BACKEND_NAME, threads: count, description: `native, TensorFlow ${binding.TF_Version}, ${where}` };
}
