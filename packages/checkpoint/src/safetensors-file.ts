import type { SafetensorsDtype } from './dtypes.ts';

/** A tensor of a file: its values row by row, little-endian, in `data`, a view on the file's bytes. */
export type SafetensorsEntry = {
  /** What its values are, such as `F32`. */
  readonly dtype: SafetensorsDtype;
  /** The size of each dimension; `[]` of a scalar. */
  readonly shape: readonly number[];
  /** The values' bytes; a view, whose offset need not be a multiple of the value's size. */
  readonly data: Uint8Array;
};

/** A file: its tensors in the order of their bytes, its metadata as a record without prototype. */
export type SafetensorsFile = {
  /** Each tensor by its name. */
  readonly tensors: ReadonlyMap<string, SafetensorsEntry>;
  /** The file's texts by key; empty where it has none. */
  readonly metadata: Readonly<Record<string, string>>;
};
