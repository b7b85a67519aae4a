import { type KernelFunc, type TensorInfo, util, zeros } from '@tensorflow/tfjs-core';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { throughChannelsLast } from './channels-last.ts';
import { type Convolution, convolutionOf, type GradientKernel, isCovered, windowOf } from './convolution.ts';
import { chooseFilterGradient } from './filter-gradient.ts';
import { chooseInputGradient } from './input-gradient.ts';
import { onHandles } from './on-handles.ts';
import type { Operations } from './operations.ts';
import { replaceKernel } from './replace-kernel.ts';
import { roundsNow } from './rounded-gradients.ts';

type Call = Parameters<KernelFunc>[0];

/** A gradient from dy and what else it takes. */
type Compute = (c: Convolution, dy: Handle, other: Handle, operations: Operations) => Handle;

/** What to compute in place of tfjs-node's gradient. */
type Plan = {
  convolution: Convolution;
  dy: TensorInfo;
  other: TensorInfo;
  /** The form that is faster on a CPU than TensorFlow's own, if there is one. */
  quick: Compute | undefined;
};

/**
 * Puts faster forms of a convolution's gradients in front of tfjs-node's, which must be registered: on a CPU, and where
 * they cover what is asked for. They, and TensorFlow's own, multiply bfloat16 where the precision asks for it. Everything
 * else is passed on to tfjs-node's own, as images [B, H, W, C].
 */
export function replaceGradients(backendName: string): void {
  replace('Conv2DBackpropFilter', backendName, planFilterGradient);
  replace('Conv2DBackpropInput', backendName, planInputGradient);
}

function replace(kernelName: GradientKernel, backendName: string, planOf: (call: Call) => Plan | undefined): void {
  const own: Compute = (c, dy, other, { convolutionGradient }) => {
    const shape = kernelName === 'Conv2DBackpropInput' ? c.inShape : c.filterShape;
    return convolutionGradient(kernelName, shape, dy, other, windowOf(c));
  };
  const quick =
    (stock: KernelFunc): KernelFunc =>
    (call) => {
      const backend = call.backend as NodeBackend;
      const plan = planOf(call);
      const isRounded = plan !== undefined && roundsNow(backend);
      const compute = (backend.isUsingGpuDevice ? undefined : plan?.quick) ?? (isRounded ? own : undefined);
      if (plan && compute) return run(backend, plan, compute, isRounded);
      // TensorFlow's own, with oneDNN, is not to be asked about no images.
      return isEmpty(call) ? zeros((call.attrs?.filterShape ?? call.attrs?.inputShape) as number[]) : stock(call);
    };
  const givesImages = kernelName === 'Conv2DBackpropInput';
  replaceKernel(kernelName, backendName, (stock) => throughChannelsLast(quick(stock), givesImages));
}

function isEmpty({ inputs }: Call): boolean {
  return Object.values(inputs).some((input) => input?.shape.includes(0));
}

function planFilterGradient({ inputs, attrs }: Call): Plan | undefined {
  const { x, dy } = inputs as Record<'x' | 'dy', TensorInfo>;
  if (!x || !dy) return undefined;
  const convolution = convolutionOf(x.shape, attrs?.filterShape as number[], attrs as never);
  return takes(convolution, dy, x)
    ? { convolution, dy, other: x, quick: chooseFilterGradient(convolution) }
    : undefined;
}

function planInputGradient({ inputs, attrs }: Call): Plan | undefined {
  const { dy, filter } = inputs as Record<'dy' | 'filter', TensorInfo>;
  if (!dy || !filter) return undefined;
  const convolution = convolutionOf(attrs?.inputShape as number[], filter.shape, attrs as never);
  const quick = chooseInputGradient(convolution);
  return takes(convolution, dy, filter) ? { convolution, dy, other: filter, quick } : undefined;
}

function takes(convolution: Convolution, dy: TensorInfo, other: TensorInfo): boolean {
  if (dy.dtype !== 'float32' || other.dtype !== 'float32') return false;
  return isCovered(convolution) && util.arraysEqual(dy.shape, convolution.outShape);
}

function run(backend: NodeBackend, { convolution, dy, other }: Plan, compute: Compute, isRounded: boolean): TensorInfo {
  const [gradient] = onHandles(backend, [dy, other], (handles, operations) => {
    const { toBfloat16, toFloat32 } = operations;
    const [first, second] = (isRounded ? handles.map(toBfloat16) : handles) as [Handle, Handle];
    return [toFloat32(compute(convolution, first, second, operations))];
  });
  return gradient as TensorInfo;
}
