import {
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

/** A kernel of a backend of ours, which stands before the stock kernel of its name. */
export type OwnKernel<Backend> = {
  /** The name under which tfjs, or a library on top of it, asks for the kernel. */
  name: string;
  /** What it takes, for the message where nothing else can take the rest. */
  covers: string;
  /**
   * Runs it. `undefined` hands the call on to the stock kernel.
   *
   * @returns tensors that the caller owns.
   */
  run(call: KernelCall<Backend>): TensorInfo | TensorInfo[] | undefined;
};

/** What tfjs hands to a kernel. */
export type KernelCall<Backend> = {
  /** On which it runs, and which holds its tensors. */
  backend: Backend;
  /** Tensors by name; optional ones may be missing. */
  inputs: Record<string, TensorInfo | undefined>;
  /** What else tfjs's operation was given, by the names of tfjs. */
  attrs: Record<string, unknown>;
};

/** Whether this input is there and holds float32 values. */
export function isFloat(tensor: TensorInfo | undefined): tensor is TensorInfo {
  return tensor?.dtype === 'float32';
}

/** A backend that frees what a kernel has made if it throws. */
type Attempting = { attempt<Result>(run: () => Result): Result };

/** @see kernelInstaller */
export type InstallOptions<Backend> = {
  /** Whether ours may run at all. @default always */
  takes?: (call: KernelCall<Backend>) => boolean;
  /** Called before a call is passed on to the stock kernel of this name; may throw. @default nothing */
  beforeStock?: (name: string, call: KernelCall<Backend>) => void;
};

/**
 * What registers kernels in place of the stock ones of a backend, which take the calls that ours do not cover. It may do so
 * again, after another copy of the stock backend has registered its own.
 *
 * @param stockName the stock backend's name; under another one the other stock kernels are registered too
 */
export function kernelInstaller<Backend extends Attempting>(
  stockName: string,
  { takes = () => true, beforeStock = () => {} }: InstallOptions<Backend> = {},
): (kernels: readonly OwnKernel<Backend>[], backendName?: string) => void {
  const ours = new WeakSet<KernelFunc>();
  const stockKernels = new Map<string, KernelConfig>();

  function configOf(kernel: OwnKernel<Backend>, backendName: string): KernelConfig {
    const registered = getKernel(kernel.name, stockName);
    if (registered && !ours.has(registered.kernelFunc)) stockKernels.set(kernel.name, registered);
    const stock = stockKernels.get(kernel.name);
    const kernelFunc: KernelFunc = (given) => {
      const call = given as unknown as KernelCall<Backend>;
      return call.backend.attempt(() => {
        const outputs = takes(call) ? kernel.run(call) : undefined;
        if (outputs) return outputs;
        if (!stock) throw new Error(notCovered(kernel, call));
        beforeStock(kernel.name, call);
        return stock.kernelFunc(given);
      });
    };
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

  /** The stock kernel that one of ours may pass calls on to. */
  function stockOf(config: KernelConfig): KernelConfig {
    return ours.has(config.kernelFunc) ? (stockKernels.get(config.kernelName) ?? config) : config;
  }

  return (kernels, backendName = stockName) => {
    if (backendName !== stockName)
      for (const config of getKernelsForBackend(stockName)) replaceKernel({ ...stockOf(config), backendName });
    for (const kernel of kernels) replaceKernel(configOf(kernel, backendName));
  };
}

function replaceKernel(config: KernelConfig): void {
  if (getKernel(config.kernelName, config.backendName)) unregisterKernel(config.kernelName, config.backendName);
  registerKernel(config);
}

function notCovered<Backend>({ name, covers }: OwnKernel<Backend>, { inputs }: KernelCall<Backend>): string {
  const given = Object.entries(inputs).map(([input, tensor]) => `${input} ${tensor?.dtype} [${tensor?.shape}]`);
  return `Expected ${name} to be given ${covers}, got ${given.join(', ')}. Use another backend for it.`;
}
