import type { Matrix } from '@pix2pix-ts/common/winograd';

/**
 * WGSL that transforms a square of values along both axes: from `FROMi_j` with as many rows and columns as the matrix has
 * columns, to `TOi_j` with as many as it has rows.
 */
export function transformed(matrix: Matrix, from: string, to: string): string {
  const products = matrix.map((_, i) => i);
  const values = (matrix[0] as readonly number[]).map((_, i) => i);
  const down = products.flatMap((i) =>
    values.map((x) => `let ${to}Down${i}_${x} = ${weightedSum(matrix[i] as number[], (y) => `${from}${y}_${x}`)};`),
  );
  const across = products.flatMap((i) =>
    products.map((j) => `let ${to}${i}_${j} = ${weightedSum(matrix[j] as number[], (x) => `${to}Down${i}_${x}`)};`),
  );
  return [...down, ...across].join('\n    ');
}

/** The values that have a weight, in their order. */
function weightedSum(weights: readonly number[], nameOf: (i: number) => string): string {
  return weights
    .flatMap((weight, i) => (weight === 0 ? [] : [{ weight, value: nameOf(i) }]))
    .map(({ weight, value }, place) => {
      const sign = weight < 0 ? '-' : place === 0 ? '' : '+';
      return `${sign} ${Math.abs(weight) === 1 ? '' : `${Math.abs(weight)} * `}${value}`;
    })
    .join(' ')
    .trim();
}
