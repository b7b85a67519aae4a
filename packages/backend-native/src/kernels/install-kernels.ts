import type { Work } from '@pix2pix-ts/common/compiled-step';
import { getKernel, registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { changeInMemory } from '../compile/change-in-memory.ts';
import { CompiledStep } from '../compile/compiled-step.ts';
import type { NodeBackend } from '../node-backend.ts';
import { adamUpdate, adamUpdateAll } from './adam-update.ts';
import { assign } from './assign.ts';
import { dropoutMask } from './dropout-mask.ts';
import { instanceNorm } from './instance-norm.ts';
import { instanceNormGrad } from './instance-norm-grad.ts';
import { leakyReluGrad } from './leaky-relu-grad.ts';
import type { Inputs, NativeKernel } from './native-kernel.ts';
import { precisionOf } from './precision.ts';
import { reluGrad } from './relu-grad.ts';

/** One file a kernel. */
const KERNELS: readonly NativeKernel[] = [
  adamUpdate,
  adamUpdateAll,
  assign,
  dropoutMask,
  instanceNorm,
  instanceNormGrad,
  leakyReluGrad,
  reluGrad,
];

/** Registers the kernels for the backend of this name, whoever creates it. */
export function installKernels(backendName: string): void {
  installPrecision(backendName);
  for (const kernel of KERNELS) {
    if (getKernel(kernel.name, backendName) !== undefined) continue;
    registerKernel({
      kernelName: kernel.name,
      backendName,
      kernelFunc: ({ backend, inputs, attrs }) =>
        runKernel(kernel, backend as NodeBackend, inputs as Inputs, attrs as unknown as Record<string, unknown>),
    });
  }
  if (getKernel('CompiledStep', backendName) !== undefined) return;
  // It gives { run, settled, dispose }, which are not tensors.
  registerKernel({
    kernelName: 'CompiledStep',
    backendName,
    kernelFunc: ({ backend, attrs }) =>
      new CompiledStep(backend as NodeBackend, attrs?.work as unknown as Work) as unknown as TensorInfo[],
  });
  // It takes tensors over, which the engine's own way of calling a kernel would hold.
  registerKernel({
    kernelName: 'ChangeInMemory',
    backendName,
    kernelFunc: ({ backend, inputs, attrs }) =>
      changeInMemory(backend as NodeBackend, inputs as never, attrs?.change as never) as unknown as TensorInfo[],
  });
}

/** `Precision` ({}) -> its name, and no tensor: a library asks for it past the engine, as for a compiled step. */
function installPrecision(backendName: string): void {
  if (getKernel('Precision', backendName) !== undefined) return;
  const kernelFunc = ({ backend }: { backend: unknown }) => precisionOf(backend as NodeBackend) as never;
  registerKernel({ kernelName: 'Precision', backendName, kernelFunc });
}

function runKernel(kernel: NativeKernel, backend: NodeBackend, inputs: Inputs, attributes: Record<string, unknown>) {
  if (kernel.takes(inputs)) return kernel.run(backend, inputs, attributes) as TensorInfo[];
  const got = Object.entries(inputs).map(([name, { dtype, shape }]) => `${name} ${dtype} [${shape}]`);
  throw new Error(`Expected ${kernel.name} to be given ${kernel.covers}, got ${got.join(', ')}. Cast or reshape them.`);
}
