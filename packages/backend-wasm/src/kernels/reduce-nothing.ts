import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { KernelCall, OwnKernel } from './own-kernel.ts';

/** What the reductions give of no values at all, as PyTorch has it; those without such a value refuse. */
const ofNothing = {
  Sum: 0,
  Mean: Number.NaN, // 0 / 0
  Prod: 1,
  All: 1,
  Any: 0,
  Max: undefined,
  Min: undefined,
  ArgMax: undefined,
  ArgMin: undefined,
} as const;

type Reduction = keyof typeof ofNothing;

/** The reductions that are the stock kernels' but for tensors without values, of which those give what lay in memory. */
export const reductionsOfNothing: readonly OwnKernel[] = (
  ['Prod', 'All', 'Any', 'Max', 'Min', 'ArgMax', 'ArgMin'] satisfies Reduction[]
).map((name) => ({
  name,
  covers: 'an empty tensor x',
  run: (call) => reduceNothing(call, name),
}));

/**
 * The reduction of a tensor without values; `undefined` for one that has some.
 *
 * @throws in one line if the largest or the smallest of no values is asked for
 */
export function reduceNothing({ backend, inputs: { x }, attrs }: KernelCall, name: Reduction): TensorInfo | undefined {
  if (!x || util.sizeFromShape(x.shape) > 0) return undefined;
  const axes = util.parseAxisParam((attrs.axis ?? attrs.reductionIndices) as number[], x.shape);
  const [kept] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept;
  const value = ofNothing[name];
  if (value === undefined && util.sizeFromShape(shape) > 0)
    throw new Error(
      `Expected at least one value for ${name}, got a tensor of shape [${x.shape}] reduced over [${axes}]. Check its shape.`,
    );
  const y = backend.makeOutput(shape, typeOf(name, x));
  backend.typedArrayFromHeap(y).fill(value ?? 0);
  return y;
}

function typeOf(name: Reduction, { dtype }: TensorInfo): TensorInfo['dtype'] {
  if (name === 'Mean') return 'float32';
  if (name === 'ArgMax' || name === 'ArgMin') return 'int32';
  return dtype === 'bool' && (name === 'Sum' || name === 'Prod') ? 'int32' : dtype;
}
