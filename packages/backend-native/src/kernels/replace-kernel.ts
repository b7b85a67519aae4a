import { getKernel, type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

const ours = new WeakSet<KernelFunc>();

/** Puts a kernel around a registered one, once; `undefined` means that this backend has no such kernel, and stays so. */
export function replaceKernel(
  kernelName: string,
  backendName: string,
  around: (stock: KernelFunc) => KernelFunc,
): void {
  const stock = getKernel(kernelName, backendName)?.kernelFunc;
  if (stock === undefined || ours.has(stock)) return;
  const kernelFunc = around(stock);
  ours.add(kernelFunc);
  unregisterKernel(kernelName, backendName);
  registerKernel({ kernelName, backendName, kernelFunc });
}
