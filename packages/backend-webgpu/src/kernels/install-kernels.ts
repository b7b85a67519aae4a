import { getKernel, type KernelConfig, type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { BACKEND_NAME } from './backend-name.ts';
import { ownKernels } from './index.ts';
import type { KernelCall, OwnKernel } from './own-kernel.ts';

const ours = new WeakSet<KernelFunc>();
const stockKernels = new Map<string, KernelConfig>();

/** Registers our kernels in place of the stock ones, which take the calls that ours do not cover. */
export function installKernels(): void {
  for (const kernel of ownKernels) {
    const registered = getKernel(kernel.name, BACKEND_NAME);
    if (registered && !ours.has(registered.kernelFunc)) stockKernels.set(kernel.name, registered);
    if (registered) unregisterKernel(kernel.name, BACKEND_NAME);
    registerKernel(configOf(kernel, stockKernels.get(kernel.name)));
  }
}

function configOf(kernel: OwnKernel, stock: KernelConfig | undefined): KernelConfig {
  const kernelFunc: KernelFunc = (given) => {
    const call = given as unknown as KernelCall;
    return call.backend.attempt(() => {
      const outputs = isAsItSays(call) ? kernel.run(call) : undefined;
      if (outputs) return outputs;
      if (!stock) throw new Error(notCovered(kernel, call));
      return stock.kernelFunc(given);
    });
  };
  ours.add(kernelFunc);
  const { setupFunc, disposeFunc } = stock ?? {};
  return {
    kernelName: kernel.name,
    backendName: BACKEND_NAME,
    kernelFunc,
    ...(setupFunc && { setupFunc }),
    ...(disposeFunc && { disposeFunc }),
  };
}

/** Stock kernels cast integers to float32 among themselves by a new name for the same values, which only they take. */
function isAsItSays({ backend, inputs }: KernelCall): boolean {
  return Object.values(inputs).every((tensor) => !tensor || backend.isAsItSays(tensor));
}

function notCovered({ name, covers }: OwnKernel, { inputs }: KernelCall): string {
  const given = Object.entries(inputs).map(([input, tensor]) => `${input} ${tensor?.dtype} [${tensor?.shape}]`);
  return `Expected ${name} to be given ${covers}, got ${given.join(', ')}. Use another backend for it.`;
}
