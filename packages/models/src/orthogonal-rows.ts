import type { RandomStream } from '@pix2pix-ts/random';

/**
 * A random matrix whose rows are orthonormal, from the uniform distribution over all of these: rows of normal numbers, made
 * orthogonal one after the other (modified Gram-Schmidt). The columns' order means nothing then, nor do signs.
 *
 * @param rows at most as many as columns
 * @returns [rows, columns] in float64, row by row; rows columns (rows + 1) multiplications: 512 x 8192 take seconds
 */
export function orthogonalRows(rows: number, columns: number, stream: RandomStream): Float64Array {
  const matrix = Float64Array.from({ length: rows * columns }, () => stream.normal());
  const rowAt = (row: number) => matrix.subarray(row * columns, (row + 1) * columns);
  for (let row = 0; row < rows; row++) {
    const own = rowAt(row);
    normalize(own);
    for (let later = row + 1; later < rows; later++) takeAway(own, rowAt(later));
  }
  return matrix;
}

function normalize(row: Float64Array): void {
  const length = Math.sqrt(dot(row, row));
  for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) / length;
}

/** Takes the part along the unit vector `along` out of `row`. */
function takeAway(along: Float64Array, row: Float64Array): void {
  const share = dot(along, row);
  for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) - share * (along[i] as number);
}

function dot(one: Float64Array, other: Float64Array): number {
  // Four sums, so that additions need not wait for each other.
  let [a, b, c, d] = [0, 0, 0, 0];
  const even = one.length - (one.length % 4);
  for (let i = 0; i < even; i += 4) {
    a += (one[i] as number) * (other[i] as number);
    b += (one[i + 1] as number) * (other[i + 1] as number);
    c += (one[i + 2] as number) * (other[i + 2] as number);
    d += (one[i + 3] as number) * (other[i + 3] as number);
  }
  for (let i = even; i < one.length; i++) a += (one[i] as number) * (other[i] as number);
  return a + b + (c + d);
}
