import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { type CopyPlan, copyRuns, planCopy } from './copy-runs.ts';
import { shareValues } from './identity.ts';
import { has32Bits, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';
import { stridesOf } from './slice.ts';

/**
 * x with its axes in another order: ({ x }, { perm }) -> y. Covered are orders that keep the last axis, and those that
 * swap two neighbouring groups of axes of which the last is one.
 */
export const transpose: OwnKernel = {
  name: 'Transpose',
  covers: 'a tensor x',
  run({ backend, inputs: { x }, attrs }) {
    const perm = attrs.perm as number[];
    if (!x) return undefined;
    // tfjs asks for axes that there are, and the stock kernel reads out of bounds where one comes twice.
    if (new Set(perm).size !== x.shape.length)
      throw new Error(`Expected each of the ${x.shape.length} axes once for Transpose, got [${perm}].`);
    const shape = perm.map((axis) => x.shape[axis] as number);
    if (util.sizeFromShape(shape) === 0) return shareValues(backend, x, shape);
    if (!has32Bits(x)) return undefined;
    const [from, to] = [stridesOf(x.shape), stridesOf(shape)];
    const axes = shape.map((size, i) => ({ size, from: from[perm[i] as number] as number, to: to[i] as number }));
    const plan = planCopy(axes);
    if (!plan) return undefined;
    if (plan.run === util.sizeFromShape(shape)) return shareValues(backend, x, shape); // the values stay in order
    const swapped = plan.run === 1 ? swappedAxes(plan) : undefined;
    if (plan.run === 1 && !swapped) return undefined;
    const y = backend.makeOutput(shape, x.dtype);
    if (swapped) swapAxes(backend, x, y, swapped);
    else copyRuns(backend, backend.addressOf(x), backend.addressOf(y), plan);
    return y;
  },
};

type Swap = { batch: number; rows: number; columns: number };

/** The sizes where the copy is [batch, rows, columns] -> [batch, columns, rows]. */
function swappedAxes({ axes }: CopyPlan): Swap | undefined {
  const [first, batch, outer, inner] = axes;
  if (first.size !== 1) return undefined;
  const [rows, columns] = [inner.size, outer.size];
  const isSwap = outer.from === 1 && outer.to === rows && inner.from === columns && inner.to === 1;
  const inOrder = batch.size === 1 || (batch.from === rows * columns && batch.to === rows * columns);
  return isSwap && inOrder ? { batch: batch.size, rows, columns } : undefined;
}

function swapAxes(backend: TrainableBackendWasm, x: TensorInfo, y: TensorInfo, { batch, rows, columns }: Swap): void {
  const [from, to] = [backend.addressOf(x), backend.addressOf(y)];
  const strips = batch * Math.ceil(columns / 4);
  const least = Math.ceil(32_768 / (4 * rows));
  parallelFor(backend, 'swapAxes', strips, (begin, size) => [from, to, begin, size, rows, columns], {
    multiple: 1,
    least,
  });
}
