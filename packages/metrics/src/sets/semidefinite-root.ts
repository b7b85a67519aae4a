/** A root L of a matrix: L L^T is the matrix. */
export type MatrixRoot = {
  /** How many columns are kept; the rest of it is rounding. */
  readonly rank: number;
  /** [rank, d] row by row: the columns of L, one after the other. */
  readonly columns: Float64Array;
};

/**
 * The root of a symmetric positive semidefinite matrix, of any rank: the Cholesky decomposition with the largest remaining
 * diagonal entry next (Higham, Accuracy and Stability of Numerical Algorithms, section 10.3). What is left after `rank`
 * columns is below the rounding of the matrix's largest entry, so the covariance of few images costs little.
 *
 * @param matrix [d, d] row by row
 */
export function semidefiniteRoot(matrix: Float64Array, size: number): MatrixRoot {
  const diagonal = Float64Array.from({ length: size }, (_, i) => matrix[i * size + i] as number);
  const least = size * Number.EPSILON * diagonal.reduce((most, value) => Math.max(most, value), 0);
  const columns: Float64Array[] = [];
  while (columns.length < size) {
    const pivot = diagonal.reduce((best, value, i) => (value > (diagonal[best] as number) ? i : best), 0);
    const remaining = diagonal[pivot] as number;
    if (!(remaining > least)) break;
    const column = matrix.slice(pivot * size, (pivot + 1) * size);
    for (const before of columns) {
      const factor = before[pivot] as number;
      for (let i = 0; i < size; i++) (column[i] as number) -= factor * (before[i] as number);
    }
    const root = Math.sqrt(remaining);
    for (let i = 0; i < size; i++) {
      const value = (column[i] as number) / root;
      column[i] = value;
      (diagonal[i] as number) -= value * value;
    }
    diagonal[pivot] = 0;
    columns.push(column);
  }
  return { rank: columns.length, columns: joined(columns, size) };
}

function joined(rows: readonly Float64Array[], length: number): Float64Array {
  const all = new Float64Array(rows.length * length);
  for (const [i, row] of rows.entries()) all.set(row, i * length);
  return all;
}
