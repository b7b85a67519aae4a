import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { type CopyPlan, copyRuns, planCopy } from './copy-runs.ts';
import { has32Bits, type OwnKernel } from './own-kernel.ts';

/** A part of x: ({ x }, { begin, size }) -> y. The stock kernel copies all of x to JavaScript first. */
export const slice: OwnKernel = {
  name: 'Slice',
  covers: 'a tensor x',
  run({ backend, inputs: { x }, attrs }) {
    if (!x) return undefined;
    const { begin, size } = attrs as { begin: number[]; size: number[] };
    type Sliced = Parameters<typeof slice_util.parseSliceParams>[0];
    const [begins, sizes] = slice_util.parseSliceParams(x as Sliced, begin, size) as [number[], number[]];
    expectInside(x.shape, begins, sizes);
    if (!has32Bits(x)) return undefined;
    const plan = planSlice(x.shape, sizes);
    return plan && copySlice(backend, x, begins, sizes, plan);
  },
};

/** tfjs does not check, and the stock kernel reads past the end of x. */
function expectInside(shape: number[], begins: number[], sizes: number[]): void {
  const isInside = shape.every((whole, i) => {
    const [begin, size] = [begins[i] as number, sizes[i] as number];
    return begin >= 0 && size >= 0 && begin + size <= whole;
  });
  if (!isInside)
    throw new Error(`Expected a part of [${shape}] for Slice, got [${sizes}] from [${begins}] on. Make it smaller.`);
}

/** x in parts along an axis: ({ x }, { numOrSizeSplits, axis }) -> the parts. */
export const splitV: OwnKernel = {
  name: 'SplitV',
  covers: 'a tensor x',
  run({ backend, inputs: { x }, attrs }) {
    if (!has32Bits(x)) return undefined;
    const axis = util.parseAxisParam(attrs.axis as number, x.shape)[0] as number;
    type Split = Parameters<typeof backend_util.prepareSplitSize>;
    const parts = backend_util.prepareSplitSize(x as Split[0], attrs.numOrSizeSplits as Split[1], axis);
    const shapes = parts.map((part) => x.shape.map((size, i) => (i === axis ? part : size)));
    const plans = shapes.map((shape) => planSlice(x.shape, shape));
    if (!plans.every((plan) => plan !== undefined)) return undefined;
    let first = 0;
    return shapes.map((shape, i) => {
      const begins = x.shape.map((_, j) => (j === axis ? first : 0));
      first += parts[i] as number;
      return copySlice(backend, x, begins, shape, plans[i] as CopyPlan);
    });
  },
};

function planSlice(shape: number[], sizes: number[]): CopyPlan | undefined {
  const [from, to] = [stridesOf(shape), stridesOf(sizes)];
  return planCopy(sizes.map((size, i) => ({ size, from: from[i] as number, to: to[i] as number })));
}

function copySlice(
  backend: TrainableBackendWasm,
  x: TensorInfo,
  begins: number[],
  sizes: number[],
  plan: CopyPlan,
): TensorInfo {
  const y = backend.makeOutput(sizes, x.dtype);
  const first = stridesOf(x.shape).reduce((sum, stride, i) => sum + stride * (begins[i] as number), 0);
  copyRuns(backend, backend.addressOf(x) + 4 * first, backend.addressOf(y), plan);
  return y;
}

/** How far the values go forward in each axis. */
export function stridesOf(shape: number[]): number[] {
  return shape.map((_, i) => util.sizeFromShape(shape.slice(i + 1)));
}
