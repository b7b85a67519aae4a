import { registerTrainableBackend } from './register-backend.ts';

export { type ConvolutionKernel, convolutionForm } from './convolution/convolution-form.ts';
export { type WasmFeatures, wasmFeatures } from './features.ts';
export type { WasmProbes } from './threads/kernel-arguments.ts';
export { getThreadsCount, setThreadsCount } from './threads/threads-count.ts';

registerTrainableBackend();
