import { registerTrainableBackend } from './register-backend.ts';

export { setGpu, webgpuAdapter } from './choose-gpu.ts';
export { kernelNames } from './kernel-names.ts';
export { chooseForms } from './measure-forms.ts';
export { NoGpuError } from './no-gpu-error.ts';
export { openGpu } from './open-gpu.ts';
export type { FormTimes } from './product/winograd-flag.ts';
export { GpuError, type GpuErrorKind } from './run/gpu-error.ts';
export type { AdapterDescription } from './shared-state.ts';
export { type WarmUpProgress, warmUp } from './warm-up.ts';

registerTrainableBackend();
