/** Rows of numbers. */
export type Matrix = readonly (readonly number[])[];

/**
 * A fast form of the sums y[o] = d[o] * g[0] + d[o + 1] * g[1] + ... along one axis: the transformed d and the transformed g
 * are multiplied one by one, and the products are transformed back to y. In two dimensions every axis is transformed.
 */
export type Form = {
  /** As in `F(2x2, 2x2)`: results of a tile, and taps. */
  name: string;
  /** [products, pixels that a tile sees] */
  image: Matrix;
  /** [products, taps] */
  filter: Matrix;
  /** [results of a tile, products] */
  result: Matrix;
};

/** F(2, 2): two results of two taps by three products instead of four, with additions only. */
export const TILES_OF_TWO: Form = {
  name: 'F(2x2, 2x2)',
  image: [
    [1, -1, 0],
    [0, 1, 0],
    [0, 1, -1],
  ],
  filter: [
    [1, 0],
    [1, 1],
    [0, 1],
  ],
  result: [
    [1, 1, 0],
    [0, 1, -1],
  ],
};

/** F(3, 2): three results of two taps by four products instead of six. */
export const TILES_OF_THREE: Form = {
  name: 'F(3x3, 2x2)',
  image: [
    [-1, 0, 1, 0],
    [0, 1, 1, 0],
    [0, -1, 1, 0],
    [0, -1, 0, 1],
  ],
  filter: [
    [-1, 0],
    [0.5, 0.5],
    [0.5, -0.5],
    [0, 1],
  ],
  result: [
    [1, 1, 1, 0],
    [0, 1, -1, 0],
    [0, 1, 1, 1],
  ],
};

/** F(2, 3): two results of three taps by four products instead of six. */
export const THREE_TAPS: Form = {
  name: 'F(2x2, 3x3)',
  image: [
    [1, 0, -1, 0],
    [0, 1, 1, 0],
    [0, -1, 1, 0],
    [0, 1, 0, -1],
  ],
  filter: [
    [1, 0, 0],
    [0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5],
    [0, 0, 1],
  ],
  result: [
    [1, 1, 1, 0],
    [0, 1, -1, -1],
  ],
};

/** F(2, 2) of blocks whose products are F(2, 2) again: four results of four taps by nine products instead of 16. */
export const NESTED: Form = {
  name: 'F(2x2, 2x2) of F(2x2, 2x2)',
  image: nested(TILES_OF_TWO.image, 2),
  filter: nested(TILES_OF_TWO.filter, 2),
  result: nested(TILES_OF_TWO.result, 3),
};

/** All of them; a new one is one entry more. */
export const FORMS: readonly Form[] = [TILES_OF_TWO, TILES_OF_THREE, THREE_TAPS, NESTED];

/** The matrix of blocks: a row for each pair of rows, where the outer row's column stands for `step` columns of the inner. */
function nested(matrix: Matrix, step: number): Matrix {
  return matrix.flatMap((outer) =>
    matrix.map((inner) => {
      const row = new Array<number>((outer.length - 1) * step + inner.length).fill(0);
      outer.forEach((a, block) => {
        inner.forEach((b, i) => {
          row[block * step + i] = (row[block * step + i] as number) + a * b;
        });
      });
      return row;
    }),
  );
}

/** Rows become columns. */
export function transposed(matrix: Matrix): Matrix {
  return (matrix[0] as readonly number[]).map((_, column) => matrix.map((row) => row[column] as number));
}
