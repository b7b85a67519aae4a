import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { gatherProduct, reduceProduct } from '../product/run-product.ts';
import { finishProduct, fusedFinish } from './finish-product.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';

const covers = 'float32 matrices';

export const batchMatMul: OwnKernel = { name: 'BatchMatMul', covers, run: multiply };

/** With a bias and an activation, whichever tfjs fuses. */
export const fusedMatMul: OwnKernel = { name: '_FusedMatMul', covers, run: multiply };

/** a [..., M, K] or transposed, times b [..., K, N] or transposed; the dimensions before are broadcast. */
function multiply(call: KernelCall): TensorInfo | undefined {
  const { backend, inputs, attrs } = call;
  const { a, b } = inputs;
  if (!isFloat(a) || !isFloat(b) || a.shape.length < 2 || b.shape.length < 2) return undefined;
  const transposed = { a: attrs.transposeA === true, b: attrs.transposeB === true };
  const [rows, depth] = lastTwo(a.shape, transposed.a);
  const [depthOfB, columns] = lastTwo(b.shape, transposed.b);
  const finish = fusedFinish(call);
  if (depth !== depthOfB || !finish) return undefined;
  const batchShape = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const out = backend.makeOutput([...batchShape, rows, columns], 'float32');
  if (depth === 0) backend.typedArrayFromHeap(out).fill(0);
  else {
    const [aAt, bAt, outAt] = [backend.addressOf(a), backend.addressOf(b), backend.addressOf(out)];
    const aPlaces = placesOf(a.shape, batchShape);
    const bPlaces = placesOf(b.shape, batchShape);
    for (let i = 0; i < util.sizeFromShape(batchShape); i++) {
      const sizes = { rows, depth, columns };
      const addresses = {
        a: aAt + 4 * rows * depth * (aPlaces[i] as number),
        b: bAt + 4 * depth * columns * (bPlaces[i] as number),
        out: outAt + 4 * rows * columns * i,
      };
      multiplyOne(backend, sizes, addresses, transposed);
    }
  }
  return finishProduct(backend, out, columns, finish);
}

function lastTwo(shape: number[], transposed: boolean): [number, number] {
  const [first, second] = shape.slice(-2) as [number, number];
  return transposed ? [second, first] : [first, second];
}

/** For each matrix of the result, which of this operand's it takes. */
function placesOf(shape: number[], batchShape: number[]): number[] {
  const own = batchShape.map((_, axis) => shape[axis - batchShape.length + shape.length - 2] ?? 1);
  let places = [0];
  batchShape.forEach((size, axis) => {
    const ownSize = own[axis] as number;
    places = places.flatMap((place) =>
      Array.from({ length: size }, (_, i) => place * ownSize + (ownSize === 1 ? 0 : i)),
    );
  });
  return places;
}

type Triple = { a: number; b: number; out: number };
type Sizes = { rows: number; depth: number; columns: number };

/** One product: a row of a is a pixel with K channels; a transposed is an image of K pixels with M channels each. */
function multiplyOne(
  backend: TrainableBackendWasm,
  { rows, depth, columns }: Sizes,
  { a, b, out }: Triple,
  transposed: { a: boolean; b: boolean },
): void {
  const [pixels, channels] = transposed.a ? [depth, rows] : [rows, depth];
  const product = transposed.a ? reduceProduct : gatherProduct;
  product(
    backend,
    {
      image: a,
      height: 1,
      width: pixels,
      channels,
      grid: [1, 1, pixels],
      stride: [1, 1],
      offset: [0, 0],
      taps: [1, 1],
      tapStep: [1, 1],
    },
    { address: b, columns, row: transposed.b ? depth : columns, transposed: transposed.b, tapStride: [0, 0] },
    { address: out, image: 0, row: transposed.a ? columns : 0, column: columns },
  );
}
