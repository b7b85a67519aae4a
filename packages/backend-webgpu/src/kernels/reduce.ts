import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { dispatch } from '../run/dispatch.ts';
import { partsOf, type Reduction, reductionShader } from '../wgsl/reduction.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';

/** What is not a number stays so, whatever the GPU takes for larger. */
const ofTwo = (larger: string) => `select(select(${larger}(a, b), b, isNan(b)), a, isNan(a))`;

/** Where a kernel's name for its axes is another one than `axis`. */
type Named = Reduction & { axes?: string; isMean?: boolean };

const { POSITIVE_INFINITY: infinity } = Number;
const reductions: readonly Named[] = [
  { name: 'Sum', combine: 'a + b', neutral: 0 },
  { name: 'Mean', combine: 'a + b', neutral: 0, isMean: true },
  { name: 'Prod', combine: 'a * b', neutral: 1 },
  { name: 'Max', combine: ofTwo('max'), neutral: -infinity, axes: 'reductionIndices' },
  { name: 'Min', combine: ofTwo('min'), neutral: infinity },
];

/**
 * Sums and the like over axes that follow each other: ({ x }, { axis, keepDims }) -> y. The stock kernel gives each result
 * to one workgroup, so that the sum of a large tensor runs on a small part of a card, and takes other axes than the last
 * ones by transposing first.
 */
export const reductionKernels: readonly OwnKernel[] = reductions.map((reduction) => ({
  name: reduction.name,
  covers: 'a float32 tensor x, reduced over axes that follow each other',
  run({ backend, inputs: { x }, attrs }) {
    if (!isFloat(x)) return undefined;
    const axes = util.parseAxisParam(attrs[reduction.axes ?? 'axis'] as number[], x.shape).sort((a, b) => a - b);
    const view = viewOf(x.shape, axes);
    if (!view) return undefined;
    const [out] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(out, axes) : out;
    if (view.count === 0 || view.outer * view.inner === 0) return ofNothing(backend, reduction, shape);
    return runReduction(backend, reduction, x, view, shape);
  },
}));

type View = { outer: number; count: number; inner: number };

/** The tensor as [outer, count, inner]; `undefined` where other axes are between those that are reduced. */
function viewOf(shape: readonly number[], axes: readonly number[]): View | undefined {
  const large = axes.filter((axis) => shape[axis] !== 1);
  const [first = 0, last = -1] = [large[0], large.at(-1)];
  const between = shape.slice(first, last + 1).filter((_, i) => !large.includes(first + i));
  if (between.some((size) => size !== 1)) return undefined;
  return {
    outer: util.sizeFromShape(shape.slice(0, first)),
    count: util.sizeFromShape(shape.slice(first, last + 1)),
    inner: util.sizeFromShape(shape.slice(last + 1)),
  };
}

/** As in PyTorch, the mean of no values is not a number. */
function ofNothing(backend: TrainableBackendWebGPU, { neutral, isMean }: Named, shape: number[]): TensorInfo {
  const values = new Float32Array(util.sizeFromShape(shape)).fill(isMean ? Number.NaN : neutral);
  return backend.makeTensorInfo(shape, 'float32', values);
}

function runReduction(
  backend: TrainableBackendWebGPU,
  reduction: Named,
  x: TensorInfo,
  view: View,
  shape: number[],
): TensorInfo {
  const scale = reduction.isMean ? 1 / view.count : 1;
  const parts = partsOf(view);
  const results = view.outer * view.inner;
  const y = backend.makeOutput(shape);
  const [sums, ofLast] = parts > 1 ? [backend.makeOutput([parts, results]), 1] : [y, scale];
  dispatch(backend, { ...reductionShader(reduction, { ...view, parts }, ofLast), outputs: [sums], inputs: [x] });
  if (sums === y) return y;
  const rest = reductionShader(reduction, { outer: 1, count: parts, inner: results, parts: 1 }, scale);
  dispatch(backend, { ...rest, outputs: [y], inputs: [sums] });
  backend.disposeData(sums.dataId);
  return y;
}
