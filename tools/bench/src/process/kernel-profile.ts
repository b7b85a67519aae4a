import { getKernelsForBackend, registerKernel, type TensorInfo, unregisterKernel } from '@tensorflow/tfjs-core';

/** Time and number of calls of one kernel, or of one kernel at one set of input shapes. */
export type KernelTime = { name: string; ms: number; calls: number };

/** @see profileKernels */
export type ProfileOptions = {
  /** Tell apart calls by the shapes of their inputs, as in `Conv2D 1x256x256x3 4x4x3x64`. @default false */
  byShape?: boolean;
  /** Tell calls apart by what this gives, in place of their names. */
  nameOf?: (name: string, inputs: Inputs, attrs: object, outputs: TensorInfo[]) => string;
  /** A clock, in ms. @default performance.now */
  now?: () => number;
};

type Inputs = Record<string, TensorInfo | TensorInfo[] | undefined>;

/**
 * Runs `work` with every kernel of a backend timed, and returns the times, the longest first. A kernel that runs others
 * counts without them. For backends whose kernels are done when they return: wasm, cpu, TensorFlow.
 */
export function profileKernels(
  backend: string,
  work: () => void,
  { byShape = false, nameOf = byShape ? withShapes : nameAlone, now = () => performance.now() }: ProfileOptions = {},
): KernelTime[] {
  const times = new Map<string, KernelTime>();
  const inner: number[] = []; // ms spent in the kernels that each running kernel has called
  const add = (name: string, ms: number) => {
    const entry = times.get(name) ?? { name, ms: 0, calls: 0 };
    times.set(name, { name, ms: entry.ms + ms, calls: entry.calls + 1 });
  };

  const kernels = getKernelsForBackend(backend);
  for (const kernel of kernels) {
    unregisterKernel(kernel.kernelName, backend);
    registerKernel({
      ...kernel,
      kernelFunc(call) {
        inner.push(0);
        const start = now();
        const outputs = kernel.kernelFunc(call);
        const ms = now() - start;
        const name = nameOf(kernel.kernelName, call.inputs, call.attrs ?? {}, [outputs].flat());
        add(name, ms - (inner.pop() as number));
        if (inner.length > 0) inner[inner.length - 1] = (inner.at(-1) as number) + ms;
        return outputs;
      },
    });
  }
  try {
    work();
  } finally {
    for (const kernel of kernels) {
      unregisterKernel(kernel.kernelName, backend);
      registerKernel(kernel);
    }
  }
  return [...times.values()].sort((a, b) => b.ms - a.ms);
}

const nameAlone = (name: string): string => name;

/** As in `Conv2D 1x256x256x3 4x4x3x64`. */
export function withShapes(name: string, inputs: Inputs): string {
  const shapes = Object.values(inputs).flatMap((input) => input ?? []);
  return [name, ...shapes.map(({ shape }) => shape.join('x') || 'scalar')].join(' ');
}
