import { broadcast_util, util } from '@tensorflow/tfjs-core';
import { type Product, widthOf } from './product.ts';

/** Dimensions before the matrices' own two. */
const MOST_BATCH_DIMENSIONS = 4;

/**
 * a [..., M, K] or transposed, times b [..., K, N] or transposed; the dimensions before are broadcast. `undefined` where they
 * do not fit, or are too many.
 */
export function matrixProduct(a: number[], b: number[], transposed: { a: boolean; b: boolean }): Product | undefined {
  const [m, k] = lastTwo(a, transposed.a);
  const [kOfB, n] = lastTwo(b, transposed.b);
  const dimensions = Math.max(a.length, b.length) - 2;
  if (k !== kOfB || dimensions > MOST_BATCH_DIMENSIONS) return undefined;
  const batch = broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2));
  const [, batch1, batch2, batch3] = inFour(batch) as [number, number, number, number];
  return {
    kind: kindOf(transposed),
    ...{ m, n, k, count: util.sizeFromShape(batch) },
    widths: { a: widthOf(transposed.a ? m : k), b: widthOf(transposed.b ? k : n) },
    numbers: { batch1, batch2, batch3, ...steps('aStep', a, m * k), ...steps('bStep', b, k * n) },
    shape: [...batch, m, n],
  };
}

function kindOf({ a, b }: { a: boolean; b: boolean }): Product['kind'] {
  if (a) return b ? 'transposedMatricesByTransposed' : 'transposedMatrices';
  return b ? 'matricesByTransposed' : 'matrices';
}

function lastTwo(shape: number[], transposed: boolean): [number, number] {
  const [first, second] = shape.slice(-2) as [number, number];
  return transposed ? [second, first] : [first, second];
}

const inFour = (batch: number[]) => [1, 1, 1, 1, ...batch].slice(-MOST_BATCH_DIMENSIONS);

/** Values from one matrix to the next in each of four dimensions; none where an operand has a single one. */
function steps(name: string, shape: number[], matrix: number): Record<string, number> {
  const sizes = inFour(shape.slice(0, -2));
  return Object.fromEntries(
    sizes.map((size, axis) => [
      `${name}${axis}`,
      size === 1 ? 0 : sizes.slice(axis + 1).reduce((product, each) => product * each, matrix),
    ]),
  );
}
