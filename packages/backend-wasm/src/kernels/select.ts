import { type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { has32Bits, isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/**
 * condition ? t : e, value by value, or for each part of t and e along the first axis where the condition has one axis:
 * ({ condition, t, e }) -> y. The stock kernel reads out of bounds for a condition of one axis.
 */
export const select: OwnKernel = {
  name: 'Select',
  covers: 'condition, t and e of the same shape',
  run({ backend, inputs: { condition, t, e } }) {
    if (condition?.dtype !== 'bool' || !t || !e || e.dtype !== t.dtype || !util.arraysEqual(t.shape, e.shape))
      return undefined;
    if (!has32Bits(t) || !util.arraysEqual(condition.shape, t.shape)) return selectParts(backend, condition, t, e);
    const y = backend.makeOutput(t.shape, t.dtype);
    const [conditionAt, tAt, eAt, yAt] = [condition, t, e, y].map((tensor) => backend.addressOf(tensor)) as Four;
    parallelFor(backend, 'select32', util.sizeFromShape(t.shape), (begin, size) => [
      conditionAt + begin,
      tAt + 4 * begin,
      eAt + 4 * begin,
      yAt + 4 * begin,
      size,
    ]);
    return y;
  },
};

function selectParts(backend: TrainableBackendWasm, condition: TensorInfo, t: TensorInfo, e: TensorInfo) {
  if (t.dtype === 'string' || t.dtype === 'complex64') return undefined;
  const isWhole = util.arraysEqual(condition.shape, t.shape);
  if (!isWhole && condition.shape.length > 0 && !util.arraysEqual(condition.shape, t.shape.slice(0, 1)))
    throw new Error(
      `Expected a condition of shape [${t.shape}] or [${t.shape.slice(0, 1)}] for Select, got [${condition.shape}]. Broadcast it first.`,
    );
  const y = backend.makeOutput(t.shape, t.dtype);
  const part = isWhole ? 1 : util.sizeFromShape(t.shape.slice(condition.shape.length));
  const [conditions, ts, es, ys] = [condition, t, e, y].map((each) => backend.typedArrayFromHeap(each)) as Arrays;
  conditions.forEach((chosen, i) => {
    const [begin, end] = [i * part, (i + 1) * part];
    ys.set((chosen ? ts : es).subarray(begin, end), begin);
  });
  return y;
}

/** a > b for one value b: ({ a, b }) -> y, of booleans. */
export const greater: OwnKernel = {
  name: 'Greater',
  covers: 'a float32 tensor a, and one float32 value b',
  run({ backend, inputs: { a, b } }) {
    if (!isFloat(a) || !isFloat(b) || util.sizeFromShape(b.shape) !== 1) return undefined;
    if (b.shape.length > a.shape.length) return undefined;
    const [limit] = backend.typedArrayFromHeap(b) as Float32Array;
    const y = backend.makeOutput(a.shape, 'bool');
    const [aAt, yAt] = [backend.addressOf(a), backend.addressOf(y)];
    parallelFor(
      backend,
      'greaterThan',
      util.sizeFromShape(a.shape),
      (begin, size) => [aAt + 4 * begin, limit as number, yAt + begin, size],
      { multiple: 16 },
    );
    return y;
  },
};

type Four = [number, number, number, number];
type Arrays = [TypedArray, TypedArray, TypedArray, TypedArray];
