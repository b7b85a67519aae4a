import { afterEach } from '@jest/globals';
import { registerBackend, setBackend } from '@tensorflow/tfjs-core';
import { type BackendVariant, bestVariant, createBackend } from '../create-backend.ts';
import { installKernels } from '../kernels/install-kernels.ts';
import { expectNothingBesideBlocks, guardMemory } from './guarded-memory.ts';

bestVariant(1); // asks for relaxed SIMD where that is behind a flag
afterEach(expectNothingBesideBlocks);

/** Builds and thread counts on which every kernel must give what the cpu backend gives. */
export const variants: readonly BackendVariant[] = [
  { threads: 1, fma: true, shared: true },
  { threads: 2, fma: false, shared: true },
  { threads: 3, fma: true, shared: true },
  { threads: 1, fma: false, shared: false },
];

/** The backend's name of a variant. */
export const nameOf = ({ threads, fma, shared }: BackendVariant): string =>
  `wasm ${fma ? 'with' : 'without'} fma, ${shared ? `${threads} threads` : 'memory not shared'}`;

const started = new Set<string>();

/** Makes this variant the current backend, on guarded memory. The process's end is the end of its threads. */
export async function useVariant(variant: BackendVariant): Promise<void> {
  const name = nameOf(variant);
  if (!started.has(name)) {
    installKernels(name);
    registerBackend(name, async () => guardMemory(await createBackend(variant)), 0);
    started.add(name);
  }
  await setBackend(name);
}
