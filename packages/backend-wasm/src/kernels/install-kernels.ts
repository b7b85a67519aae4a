import {
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { BACKEND_NAME } from './backend-name.ts';
import { expectFloats } from './float-only.ts';
import { mendedKernels, ownKernels } from './index.ts';
import type { KernelCall, OwnKernel } from './own-kernel.ts';

const ours = new WeakSet<KernelFunc>();

/**
 * Registers our kernels for the backend of this name, in place of the stock ones, which take the calls that ours do not
 * cover. A name other than `wasm` gets the other stock kernels too.
 */
export function installKernels(backendName: string): void {
  if (backendName !== BACKEND_NAME)
    for (const config of getKernelsForBackend(BACKEND_NAME)) replaceKernel({ ...stockOf(config), backendName });
  for (const kernel of [...ownKernels, ...mendedKernels]) replaceKernel(configOf(kernel, backendName));
}

const stockKernels = new Map<string, KernelConfig>();

/** The stock kernel that one of ours may pass calls on to. */
function stockOf(config: KernelConfig): KernelConfig {
  return ours.has(config.kernelFunc) ? (stockKernels.get(config.kernelName) ?? config) : config;
}

function configOf(kernel: OwnKernel, backendName: string): KernelConfig {
  const registered = getKernel(kernel.name, BACKEND_NAME);
  if (registered && !ours.has(registered.kernelFunc)) stockKernels.set(kernel.name, registered);
  const stock = stockKernels.get(kernel.name);
  const runEither: KernelFunc = (call) => {
    const outputs = kernel.run(call as unknown as KernelCall);
    if (outputs) return outputs;
    if (!stock) throw new Error(notCovered(kernel, call as unknown as KernelCall));
    expectFloats(kernel.name, (call as unknown as KernelCall).inputs);
    return stock.kernelFunc(call);
  };
  const kernelFunc: KernelFunc = (call) => (call as unknown as KernelCall).backend.attempt(() => runEither(call));
  ours.add(kernelFunc);
  const { setupFunc, disposeFunc } = stock ?? {};
  return {
    kernelName: kernel.name,
    backendName,
    kernelFunc,
    ...(setupFunc && { setupFunc }),
    ...(disposeFunc && { disposeFunc }),
  };
}

function replaceKernel(config: KernelConfig): void {
  if (getKernel(config.kernelName, config.backendName)) unregisterKernel(config.kernelName, config.backendName);
  registerKernel(config);
}

function notCovered({ name, covers }: OwnKernel, { inputs }: KernelCall): string {
  const given = Object.entries(inputs).map(([input, tensor]) => `${input} ${tensor?.dtype} [${tensor?.shape}]`);
  return `Expected ${name} to be given ${covers}, got ${given.join(', ')}. Use another backend for it.`;
}
