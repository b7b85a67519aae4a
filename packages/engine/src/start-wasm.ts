import { type Started, useBackend } from './use-backend.ts';

/**
 * Our own wasm backend, which trains, on as many threads as asked for, or as many as there are cores. One that runs
 * already keeps its threads.
 */
export async function startWasm(threads?: number): Promise<Started> {
  const { setThreadsCount, wasmFeatures } = await import('@pix2pix-ts/backend-wasm');
  if (threads !== undefined) setThreadsCount(threads);
  await useBackend('wasm');
  const features = wasmFeatures();
  const simd = features.simd ? `SIMD ${features.fma ? 'with' : 'without'} FMA` : 'stock kernels, which do not train';
  const parts = ['wasm', features.threads === 1 ? '1 thread' : `${features.threads} threads`, simd];
  if (features.reason !== undefined) parts.push(features.reason.replace(/\.$/, ''));
  return { backend: 'wasm', threads: features.threads, description: parts.join(', ') };
}
