import { backend, setBackend } from '@tensorflow/tfjs-core';

const backends = {
  async wasm() {
    const { setThreadsCount } = await import('@pix2pix-ts/backend-wasm');
    setThreadsCount(2);
    return 'wasm';
  },
  async native() {
    const { startNative } = await import('@pix2pix-ts/backend-native');
    return (await startNative(2)).backend;
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    return 'cpu';
  },
};

/** A backend that can be compared; the cpu's itself with PyTorch alone. */
export type BackendName = keyof typeof backends;

export const backendNames = Object.keys(backends) as BackendName[];

/** Loads a backend and makes it the current one. */
export async function startBackend(name: BackendName): Promise<void> {
  if (!(await setBackend(await backends[name]())))
    throw new Error(`Expected the backend '${name}' to start, but it did not.`);
  if ('firstUse' in backend()) Object.assign(backend(), { firstUse: false }); // it would print the advice to install tfjs-node
}
