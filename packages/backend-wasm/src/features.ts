import { shared } from './shared-state.ts';
import { getThreadsCount } from './threads/threads-count.ts';

/** What the backend runs on here. */
export type WasmFeatures = {
  /** How many threads compute, that of the caller included. */
  threads: number;
  /** Whether the package's own kernels run; without SIMD, or a binary that could be loaded, the stock ones do. */
  simd: boolean;
  /** Whether products and sums are fused, which needs relaxed SIMD. */
  fma: boolean;
  /** Why something is missing, in one sentence. */
  reason?: string;
};

/** What the running backend uses; before its start, what this engine offers it. */
export function wasmFeatures(): WasmFeatures {
  return { threads: getThreadsCount(), ...(shared.features ?? detectSimd()) };
}

/** Remembers what the backend has been started with. */
export function featuresAreRunning(features: Omit<WasmFeatures, 'threads'> | undefined): void {
  shared.features = features;
}

/** Asks the engine what it can compile; relaxed SIMD counts as missing as long as it is behind a flag. */
export function detectSimd(): { simd: boolean; fma: boolean } {
  return { simd: WebAssembly.validate(SIMD_MODULE), fma: WebAssembly.validate(RELAXED_MADD_MODULE) };
}

const HEADER = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0];
/** A function that splats a zero and drops it: `v128.splat`. */
const SIMD_MODULE = new Uint8Array([...HEADER, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11]);
/** A function with one `f32x4.relaxed_madd`. */
const MADD_CODE = [10, 20, 1, 18, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 26, 11];
const RELAXED_MADD_MODULE = new Uint8Array([...HEADER, ...MADD_CODE]);
