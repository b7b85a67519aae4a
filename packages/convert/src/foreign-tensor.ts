/** A tensor of a file, in the file's own layout; its values are read when they are asked for. */
export type ForeignTensor = {
  /** The size of each dimension; `[]` of a scalar. */
  readonly shape: readonly number[];
  /** What its values are, in the words of its code base: `float32`, `float16`, `int64`. */
  readonly dtype: string;
  /** Bytes that its values take in the file. */
  readonly byteLength: number;
  /** The values row by row, as float32, in memory of their own. */
  read(): Float32Array;
};

/** How many values a tensor of this shape has. */
export function valueCount(shape: readonly number[]): number {
  return shape.reduce((all, size) => all * size, 1);
}

/** The tensors of a network by the names that their code base gives them. */
export type ForeignTensors = ReadonlyMap<string, ForeignTensor>;
