import { type KernelFunc, type TensorInfo, util, zeros } from '@tensorflow/tfjs-core';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { throughChannelsLast } from './channels-last.ts';
import { type Convolution, convolutionOf, type GradientKernel, isCovered } from './convolution.ts';
import { chooseFilterGradient } from './filter-gradient.ts';
import { chooseInputGradient } from './input-gradient.ts';
import { onHandles } from './on-handles.ts';
import type { Operations } from './operations.ts';
import { replaceKernel } from './replace-kernel.ts';

type Call = Parameters<KernelFunc>[0];

/** What to compute in place of TensorFlow's own gradient. */
type Plan = {
  convolution: Convolution;
  dy: TensorInfo;
  other: TensorInfo;
  compute(c: Convolution, dy: Handle, other: Handle, operations: Operations): Handle;
};

/**
 * Puts faster forms of a convolution's gradients in front of tfjs-node's, which must be registered: on a CPU, and where
 * they cover what is asked for. Everything else is passed on to tfjs-node's own, as images [B, H, W, C].
 */
export function replaceGradients(backendName: string): void {
  replace('Conv2DBackpropFilter', backendName, planFilterGradient);
  replace('Conv2DBackpropInput', backendName, planInputGradient);
}

function replace(kernelName: GradientKernel, backendName: string, plan: (call: Call) => Plan | undefined): void {
  const quick =
    (stock: KernelFunc): KernelFunc =>
    (call) => {
      const planned = plan(call);
      if (planned !== undefined) return run(call.backend as NodeBackend, planned);
      // TensorFlow's own, with oneDNN, is not to be asked about no images.
      return isEmpty(call) ? zeros((call.attrs?.filterShape ?? call.attrs?.inputShape) as number[]) : stock(call);
    };
  const givesImages = kernelName === 'Conv2DBackpropInput';
  replaceKernel(kernelName, backendName, (stock) => throughChannelsLast(quick(stock), givesImages));
}

function isEmpty({ inputs }: Call): boolean {
  return Object.values(inputs).some((input) => input?.shape.includes(0));
}

function planFilterGradient({ backend, inputs, attrs }: Call): Plan | undefined {
  const { x, dy } = inputs as Record<'x' | 'dy', TensorInfo>;
  if (!x || !dy) return undefined;
  const convolution = convolutionOf(x.shape, attrs?.filterShape as number[], attrs as never);
  const compute = chooseFilterGradient(convolution);
  if (compute === undefined || !takes(backend as NodeBackend, convolution, dy, x)) return undefined;
  return { convolution, dy, other: x, compute };
}

function planInputGradient({ backend, inputs, attrs }: Call): Plan | undefined {
  const { dy, filter } = inputs as Record<'dy' | 'filter', TensorInfo>;
  if (!dy || !filter) return undefined;
  const convolution = convolutionOf(attrs?.inputShape as number[], filter.shape, attrs as never);
  const compute = chooseInputGradient(convolution);
  if (compute === undefined || !takes(backend as NodeBackend, convolution, dy, filter)) return undefined;
  return { convolution, dy, other: filter, compute };
}

function takes(backend: NodeBackend, convolution: Convolution, dy: TensorInfo, other: TensorInfo): boolean {
  if (backend.isUsingGpuDevice || dy.dtype !== 'float32' || other.dtype !== 'float32') return false;
  return isCovered(convolution) && util.arraysEqual(dy.shape, convolution.outShape);
}

function run(backend: NodeBackend, { convolution, dy, other, compute }: Plan): TensorInfo {
  const [gradient] = onHandles(backend, [dy, other], ([first, second], operations) => [
    compute(convolution, first as Handle, second as Handle, operations),
  ]);
  return gradient as TensorInfo;
}
