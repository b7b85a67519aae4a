import { setThreadsCount, wasmFeatures } from '@pix2pix-ts/backend-wasm';
import { findBackendFactory, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { kernelDigests } from '../cases/digests.ts';
import type { ThreadsAnswer } from './questions.ts';

const factory = findBackendFactory('wasm');

/** What the kernels give with each number of threads; 0, as the first, leaves the package its default. */
export async function answerThreads(counts: readonly number[]): Promise<ThreadsAnswer> {
  const runs: ThreadsAnswer['runs'] = [];
  for (const count of counts) {
    removeBackend('wasm');
    registerBackend('wasm', factory);
    if (count > 0) setThreadsCount(count);
    if (!(await setBackend('wasm'))) throw new Error('Expected the backend wasm to start, got none.');
    runs.push({ features: wasmFeatures(), digests: await kernelDigests() });
  }
  return { isolated: crossOriginIsolated, runs };
}

/** The end of the backend, and of its threads. */
export function endThreads(): void {
  removeBackend('wasm');
}
