import { backend, findBackendFactory, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';

/** Ends the running backend and starts another one, which it gives: for tests that break it, or count from the beginning. */
export async function anotherBackend(): Promise<TrainableBackendWebGPU> {
  const factory = findBackendFactory('webgpu');
  removeBackend('webgpu');
  registerBackend('webgpu', factory, 3);
  await setBackend('webgpu');
  return backend() as TrainableBackendWebGPU;
}

/** How often a method of an object is called while `work` runs; the calls go through. */
export function callsOf<Name extends string>(
  target: { [name in Name]: unknown },
  name: Name,
  work: () => void,
): number {
  const method = target[name] as (...given: unknown[]) => unknown;
  let calls = 0;
  const counted = (...given: unknown[]) => {
    calls++;
    return method.apply(target, given);
  };
  Object.defineProperty(target, name, { value: counted, configurable: true });
  try {
    work();
  } finally {
    Reflect.deleteProperty(target, name);
  }
  return calls;
}
