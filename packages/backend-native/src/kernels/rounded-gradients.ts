import { engine, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { convolutionOf, isCovered, windowOf } from './convolution.ts';
import { onHandles } from './on-handles.ts';
import { precisionOf } from './precision.ts';

/** Whether the products of a convolution's gradient are rounded to bfloat16 now. */
export function roundsNow(backend: NodeBackend): boolean {
  return precisionOf(backend) === 'bf16-gradients' && isTakingGradient();
}

/**
 * Whether TensorFlow.js is on its way back from a loss: the kernel of an input's gradient is also that of a transposed
 * convolution, and the other way round. Its scopes tell the two ways apart by their names; the innermost one counts, because
 * one gradient may be taken within another.
 */
function isTakingGradient(): boolean {
  const { scopeStack } = engine().state;
  for (let i = scopeStack.length - 1; i >= 0; i--) {
    const name = scopeStack[i]?.name;
    if (name === 'backward' || name === 'forward') return name === 'backward';
  }
  return false;
}

/** A convolution that is a transposed convolution's gradient is rounded as well, where it can be. */
export function roundedInGradients(stock: KernelFunc): KernelFunc {
  return (call) => {
    const backend = call.backend as NodeBackend;
    const { x, filter } = call.inputs as Record<'x' | 'filter', TensorInfo>;
    const { dilations = 1 } = call.attrs as { dilations?: number | number[] };
    const isPlain = x.dtype === 'float32' && filter.dtype === 'float32' && [dilations].flat().every((by) => by === 1);
    if (!isPlain || !roundsNow(backend)) return stock(call);
    const convolution = convolutionOf(x.shape, filter.shape, call.attrs as never);
    if (!isCovered(convolution)) return stock(call);
    const [y] = onHandles(backend, [x, filter], (operands, { toBfloat16, toFloat32, convolve }) => {
      const [image, weights] = operands.map(toBfloat16) as [Handle, Handle];
      return [toFloat32(convolve(image, weights, windowOf(convolution)))];
    });
    return y as TensorInfo;
  };
}
