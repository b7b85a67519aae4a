import { setBackend } from '@tensorflow/tfjs-core';

const backends = {
  wasm: () => import('@pix2pix-ts/backend-wasm'),
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

/** The name of a backend that can be measured. */
export type BackendName = keyof typeof backends;

/** All of them. */
export const backendNames = Object.keys(backends) as BackendName[];

/** Loads a backend and makes it the current one. */
export async function startBackend(name: BackendName): Promise<void> {
  await backends[name]();
  if (!(await setBackend(name))) throw new Error(`Expected the backend '${name}' to start, but it did not.`);
}
