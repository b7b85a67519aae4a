import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { KernelCall, OwnKernel } from './own-kernel.ts';

/** Which input holds places, and the sizes of the axes they are in. */
type Places = { name: string; places: TensorInfo | undefined; sizes: number[] };

const shapeOf = (tensor: TensorInfo | undefined) => tensor?.shape ?? [];

const placesOf: Record<string, (call: KernelCall) => Places> = {
  GatherNd: ({ inputs }) => ({
    name: 'indices',
    places: inputs.indices,
    sizes: lastOf(inputs.indices, shapeOf(inputs.params)),
  }),
  ScatterNd: ({ inputs, attrs }) => ({
    name: 'indices',
    places: inputs.indices,
    sizes: rowsOf(inputs.indices, attrs.shape as number[]),
  }),
  TensorScatterUpdate: ({ inputs }) => ({
    name: 'indices',
    places: inputs.indices,
    sizes: rowsOf(inputs.indices, shapeOf(inputs.tensor)),
  }),
  SparseToDense: ({ inputs, attrs }) => ({
    name: 'sparseIndices',
    places: inputs.sparseIndices,
    sizes: attrs.outputShape as number[],
  }),
};

/** Of several axes a place has as many numbers as the last axis of the places is long. */
const lastOf = (places: TensorInfo | undefined, shape: number[]) => shape.slice(0, shapeOf(places).at(-1));

/** The same, but indices of one axis are one number each. */
const rowsOf = (places: TensorInfo | undefined, shape: number[]) =>
  shapeOf(places).length > 1 ? lastOf(places, shape) : shape.slice(0, 1);

/** Before stock kernels that are given indices, and read or write whatever is there: indices outside are refused. */
export const placeChecks: readonly OwnKernel[] = [
  ...Object.entries(placesOf).map(
    ([name, of]): OwnKernel => ({
      name,
      covers: 'places inside',
      run(call) {
        checkPlaces(call, name, of(call));
        return undefined;
      },
    }),
  ),
  ...['Bincount', 'DenseBincount'].map(
    (name): OwnKernel => ({
      name,
      covers: 'whole numbers x of 0 or more',
      run(call) {
        checkCounted(call, name);
        return undefined;
      },
    }),
  ),
];

/** The stock kernels write a line to stderr, and count nothing. */
function checkCounted({ backend, inputs: { x } }: KernelCall, kernel: string): void {
  if (!x || util.sizeFromShape(x.shape) === 0) return;
  const negative = backend.typedArrayFromHeap(x).find((number) => number < 0);
  if (negative !== undefined)
    throw new Error(`Expected whole numbers of 0 or more for ${kernel}, got ${negative}. Count only those.`);
}

function checkPlaces({ backend }: KernelCall, kernel: string, { name, places, sizes }: Places): void {
  if (places?.dtype !== 'int32' || util.sizeFromShape(places.shape) === 0 || sizes.length === 0) return;
  const numbers = backend.typedArrayFromHeap(places);
  const wrong = numbers.findIndex((number, i) => !(number >= 0 && number < (sizes[i % sizes.length] as number)));
  if (wrong >= 0)
    throw new Error(
      `Expected ${name} of ${kernel} that are at least 0 and below [${sizes}], got ${numbers[wrong]}. Check the ${name}.`,
    );
}
