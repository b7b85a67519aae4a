import { registerTrainableBackend } from './register-backend.ts';

export { setGpu, webgpuAdapter } from './choose-gpu.ts';
export { NoGpuError } from './no-gpu-error.ts';
export { openGpu } from './open-gpu.ts';
export type { AdapterDescription } from './shared-state.ts';

registerTrainableBackend();
