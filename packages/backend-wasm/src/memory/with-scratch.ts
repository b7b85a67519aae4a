import type { TrainableBackendWasm } from '../backend.ts';
import type { EmscriptenModule } from './stock-module.ts';

/** Runs `work` with the address of this many bytes, which are free again afterwards. */
export function withScratch<T>(backend: TrainableBackendWasm, bytes: number, work: (address: number) => T): T {
  const module = backend.wasm as EmscriptenModule;
  const address = module._malloc(bytes) >>> 0;
  try {
    return work(address);
  } finally {
    module._free(address);
  }
}
