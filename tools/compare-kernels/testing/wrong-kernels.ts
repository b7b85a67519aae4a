import { type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

// Loaded into the process of the calls by a test: kernels that are wrong in each way there is.

const replace = (kernelName: string, kernelFunc: KernelFunc) => {
  unregisterKernel(kernelName, 'wasm');
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
};

replace('Neg', ({ inputs: { x }, backend }) => {
  (backend as { incRef(id: object): void }).incRef((x as { dataId: object }).dataId);
  return x as never;
});
replace('Exp', () => {
  for (;;);
});
replace('Sqrt', () => process.exit(7));
replace('Floor', () => {
  throw new WebAssembly.RuntimeError('memory access out of bounds');
});
