import { wasmFeatures } from '@pix2pix-ts/backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { kernelResults } from '../cases/kernels.ts';
import type { KernelsAnswer } from './questions.ts';

/** The kernels' results on wasm, in a page or its worker. */
export async function answerKernels(): Promise<KernelsAnswer> {
  if (!(await setBackend('wasm'))) throw new Error('Expected the backend wasm to start, got none.');
  const results = await kernelResults();
  return { isolated: crossOriginIsolated, features: wasmFeatures(), results };
}
