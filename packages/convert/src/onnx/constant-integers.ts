import { valueCount } from '../foreign-tensor.ts';
/** A small constant: integers, or scales, with a shape. */
export type Constant = { readonly shape: readonly number[]; readonly values: readonly number[] };

/** No exporter computes a shape from more. */
const MOST = 64;

/**
 * The constant that an operation on constants gives, where an exporter leaves the computation of a padding in the graph;
 * undefined where it is none of the few that PyTorch's does.
 */
export function constantOf(kind: string, inputs: readonly (Constant | undefined)[]): Constant | undefined {
  const [first] = inputs;
  if (!first || inputs.some((input) => input === undefined)) return undefined;
  const all = inputs as readonly Constant[];
  switch (kind) {
    case 'Identity':
    case 'Cast':
      return first;
    case 'ConstantOfShape': // of zeros, when nothing else is said
      return filled(first.values);
    case 'Concat':
      return flat(all);
    case 'Reshape':
      return reshaped(first, all[1]?.values ?? []);
    case 'Slice':
      return sliced(first, all);
    case 'Transpose':
      return transposed(first);
    default:
      return undefined;
  }
}

function filled(shape: readonly number[]): Constant | undefined {
  const count = valueCount(shape);
  return count >= 0 && count <= MOST ? { shape, values: new Array<number>(count).fill(0) } : undefined;
}

function flat(all: readonly Constant[]): Constant | undefined {
  const values = all.flatMap(({ values }) => values);
  return all.every(({ shape }) => shape.length === 1) && values.length <= MOST
    ? { shape: [values.length], values }
    : undefined;
}

/** A size of -1 is what is left. */
function reshaped({ values }: Constant, sizes: readonly number[]): Constant | undefined {
  const known = valueCount(sizes.filter((size) => size !== -1));
  const shape = sizes.map((size) => (size === -1 ? values.length / known : size));
  return valueCount(shape) === values.length ? { shape, values } : undefined;
}

/** Rows in reverse, which is the one slice that is in use. */
function sliced({ shape, values }: Constant, [, starts, ends, axes, steps]: readonly Constant[]): Constant | undefined {
  const isReverse =
    starts?.values.join() === '-1' &&
    (ends?.values[0] ?? 0) < -MOST &&
    (axes?.values.join() ?? '0') === '0' &&
    steps?.values.join() === '-1';
  const [rows = 0, columns = 0] = shape;
  if (!isReverse || shape.length !== 2) return undefined;
  const reversed = Array.from({ length: rows }, (_, row) =>
    values.slice((rows - 1 - row) * columns, (rows - row) * columns),
  );
  return { shape, values: reversed.flat() };
}

function transposed({ shape, values }: Constant): Constant | undefined {
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2) return undefined;
  return {
    shape: [columns, rows],
    values: values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] as number),
  };
}
