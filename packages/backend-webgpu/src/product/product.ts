import type { ProductKind, productKinds } from '../wgsl/product-kinds.ts';
import type { Width } from '../wgsl/product-parts.ts';

/** A product to be computed: how large it is, and what its shader has to know. */
export type Product = {
  kind: keyof typeof productKinds;
  /** Rows of C, its columns, and terms of each sum; of the largest, where several products differ. */
  m: number;
  n: number;
  k: number;
  /** How many products: matrices of a batch, phases of a stride. */
  count: number;
  /** How many neighbours of A and of B can be read at once. */
  widths: { a: Width; b: Width };
  /** Those that the kind asks for, by name. */
  numbers: Record<ProductKind['numbers'][number], number>;
  shape: number[];
};

/** Four at once, where rows of so many values can be cut into fours. */
export const widthOf = (rowLength: number): Width => (rowLength % 4 === 0 ? 4 : 1);
