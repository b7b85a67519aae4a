import { backend_util, util } from '@tensorflow/tfjs-core';
import { withScratch } from '../memory/with-scratch.ts';
import { cutIntoChunks } from './chunks.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';
import { reduceNothing } from './reduce-nothing.ts';

/** The sum over neighbouring axes: ({ x }, { axis, keepDims }) -> y. Taken in float64, as in the cpu backend. */
export const sum: OwnKernel = {
  name: 'Sum',
  covers: 'a float32 tensor x',
  run: (call) => reduceNothing(call, 'Sum') ?? reduce(call, () => 1),
};

/** The mean over neighbouring axes: ({ x }, { axis, keepDims }) -> y. */
export const mean: OwnKernel = {
  name: 'Mean',
  covers: 'a float32 tensor x',
  run: (call) => reduceNothing(call, 'Mean') ?? reduce(call, (count) => count),
};

/** Sums the values that end up in one place, and divides by what their number says. */
function reduce({ backend, inputs: { x }, attrs }: KernelCall, divisorOf: (count: number) => number) {
  if (!isFloat(x)) return undefined;
  const axes = util.parseAxisParam(attrs.axis as number[], x.shape);
  const plan = planReduce(x.shape, axes);
  if (!plan) return undefined;
  const [kept] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept;
  const y = backend.makeOutput(shape, 'float32');
  const [xAt, yAt] = [backend.addressOf(x), backend.addressOf(y)];
  const { images, rows, columns } = plan;
  const { chunkRows, chunks, least } = cutIntoChunks(rows, columns);
  withScratch(backend, 8 * images * chunks * columns, (sums) => {
    parallelFor(
      backend,
      columns === 1 ? 'spanSums' : 'columnSums',
      images * chunks,
      (begin, size) => [xAt, sums, begin, size, rows, columns, chunkRows],
      { multiple: 1, least },
    );
    backend.threads.run('sumChunks', [[sums, images, chunks, columns]]);
    backend.threads.run('finishSums', [[sums, yAt, images, chunks, columns, divisorOf(rows)]]);
  });
  return y;
}

/** The tensor seen as [images, rows, columns], to be reduced over the rows. */
export type ReducePlan = { images: number; rows: number; columns: number };

/** The plan; `undefined` where the reduced axes are not neighbours, and where there is nothing to reduce. */
export function planReduce(shape: number[], axes: number[]): ReducePlan | undefined {
  const sorted = axes.filter((axis) => shape[axis] !== 1).sort((a, b) => a - b);
  const [first = shape.length, last = shape.length - 1] = [sorted[0], sorted.at(-1)];
  const between = shape.filter((size, i) => i > first && i < last && size !== 1 && !sorted.includes(i));
  if (between.length > 0 || util.sizeFromShape(shape) === 0) return undefined;
  const [images, columns] = [util.sizeFromShape(shape.slice(0, first)), util.sizeFromShape(shape.slice(last + 1))];
  return { images, rows: util.sizeFromShape(shape) / images / columns, columns };
}
