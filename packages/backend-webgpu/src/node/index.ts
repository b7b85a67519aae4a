export { NoGpuError } from '../no-gpu-error.ts';
export type { AdapterDescription } from '../shared-state.ts';
export { type LookOptions, lookForGpu } from './look-for-gpu.ts';
