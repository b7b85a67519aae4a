import type { Precision } from '@pix2pix-ts/common';
import { backend, setBackend } from '@tensorflow/tfjs-core';

const backends = {
  async wasm(threads: number, _precision?: Precision) {
    const { setThreadsCount } = await import('@pix2pix-ts/backend-wasm');
    setThreadsCount(threads);
    return 'wasm';
  },
  async native(threads: number, precision?: Precision) {
    const { startNative } = await import('@pix2pix-ts/backend-native');
    return (await startNative(threads, { precision })).backend;
  },
  async webgpu(_threads: number, _precision?: Precision) {
    await import('@pix2pix-ts/backend-webgpu');
    return 'webgpu';
  },
  async cpu(_threads: number, _precision?: Precision) {
    await import('@tensorflow/tfjs-backend-cpu');
    return 'cpu';
  },
};

/** The name of a backend that can be measured, or compared. */
export type BackendName = keyof typeof backends;

/** All of them. */
export const backendNames = Object.keys(backends) as BackendName[];

/** Loads a backend, with that many threads and in that precision where it has any, and makes it the current one. */
export async function startBackend(name: BackendName, threads = 1, precision?: Precision): Promise<void> {
  if (!(await setBackend(await backends[name](threads, precision))))
    throw new Error(`Expected the backend '${name}' to start, but it did not.`);
  if ('firstUse' in backend()) Object.assign(backend(), { firstUse: false }); // it would print the advice to install tfjs-node
}
