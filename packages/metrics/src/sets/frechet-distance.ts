import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { dotProduct } from './dot-products.ts';
import type { Moments } from './feature-moments.ts';
import { type MatrixRoot, semidefiniteRoot } from './semidefinite-root.ts';

/**
 * The Fréchet distance of two normal distributions, |m - n|^2 + tr(S + T - 2 (S T)^(1/2)), as FID takes it of InceptionV3's
 * features (Heusel et al. 2017, equation 6): 0 of equal moments, without an upper bound.
 *
 * With the roots S = L L^T and T = M M^T, the trace of (S T)^(1/2) is the sum of the singular values of L^T M. So nothing is
 * squared that a root is taken of later, and covariances of fewer images than features need no small number on their
 * diagonals. Of n images it takes about (n / 1000)^3 times 10 s, up to the number of features.
 *
 * @throws RangeError where they are of different numbers of features
 */
export function frechetDistance(first: Moments, second: Moments): number {
  const size = first.mean.length;
  if (second.mean.length !== size)
    throw new RangeError(
      `Expected moments of equally many features, got ${size} and ${second.mean.length}. Use one network.`,
    );
  let distance = 0;
  for (let i = 0; i < size; i++) {
    distance += ((first.mean[i] as number) - (second.mean[i] as number)) ** 2;
    distance += (first.covariance[i * size + i] as number) + (second.covariance[i * size + i] as number);
  }
  const root = traceOfRoot(semidefiniteRoot(first.covariance, size), semidefiniteRoot(second.covariance, size), size);
  return Math.max(distance - 2 * root, 0); // rounding of equal sets may be below 0
}

function traceOfRoot(first: MatrixRoot, second: MatrixRoot, size: number): number {
  if (first.rank === 0 || second.rank === 0) return 0;
  const product = new Matrix(first.rank, second.rank);
  for (let i = 0; i < first.rank; i++)
    for (let j = 0; j < second.rank; j++)
      product.set(i, j, dotProduct(first.columns, i * size, second.columns, j * size, size));
  const values = new SingularValueDecomposition(product, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  return values.diagonal.reduce((sum, value) => sum + value, 0);
}
