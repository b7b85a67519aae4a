import type { Precision } from '@pix2pix-ts/common';
import type { EngineName } from './engine.ts';
import { startWasm } from './start-wasm.ts';
import { startWebgpu } from './start-webgpu.ts';
import { type Started, useBackend } from './use-backend.ts';

/** Loads an engine and makes it TensorFlow.js's current one; rejects with the reason where that cannot be. */
export type Starter = (threads?: number, precision?: Precision) => Promise<Started>;

/** The engines. Each one's package is named in its import, so that a bundler finds it, and loaded by that alone. */
export const STARTERS: Readonly<Record<EngineName, Starter>> = {
  native: async (threads, precision) => {
    const { startNative } = await importUnbundled('@pix2pix-ts/backend-native');
    const started: Started = await startNative(threads, { precision });
    await useBackend(started.backend);
    return started;
  },
  webgpu: startWebgpu,
  webgl: async () => {
    await import('@tensorflow/tfjs-backend-webgl');
    await useBackend('webgl');
    return { backend: 'webgl', threads: 1, description: 'webgl' };
  },
  wasm: startWasm,
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await useBackend('cpu');
    return { backend: 'cpu', threads: 1, description: 'cpu, plain JavaScript: slow, for tests' };
  },
};

/**
 * For a package that is for Node only: as the name is not a literal in the import, a page's bundler does not look for it.
 */
function importUnbundled(specifier: string) {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ specifier);
}
