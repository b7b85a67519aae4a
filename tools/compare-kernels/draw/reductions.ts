import type { ValueType } from '../kernel-case.ts';
import { type DrawCall, type DrawCalls, someAxes } from './draw-call.ts';

// Kernels that make one value of many, or sort and scan along an axis.

const numbers: readonly ValueType[] = ['float32', 'int32'];

const reductionOf =
  (dtypes: readonly ValueType[], axesName = 'axis'): DrawCall =>
  (d) => {
    const x = d.tensor(d.shape(d.whole(0, 4)), d.one(dtypes), d.chance(0.3));
    return { inputs: { x }, attrs: { [axesName]: someAxes(d, x.shape.length), keepDims: d.chance(0.5) } };
  };

const placeOf: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(1, 4)), d.one(numbers));
  return { inputs: { x }, attrs: { axis: d.whole(0, x.shape.length - 1) } };
};

const scan: DrawCall = (d, kernel) => {
  const drawn = placeOf(d, kernel);
  return drawn && { ...drawn, attrs: { ...drawn.attrs, exclusive: d.chance(0.5), reverse: d.chance(0.5) } };
};

const softmax: DrawCall = (d) => {
  const logits = d.tensor(d.shape(d.whole(1, 3)));
  if (d.chance(0.3)) logits.values = logits.values.map((v) => v * 100);
  return { inputs: { logits }, attrs: { dim: logits.shape.length - 1 } };
};

const topK: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(1, 3)), d.one(numbers));
  return { inputs: { x }, attrs: { k: d.whole(0, x.shape.at(-1) as number), sorted: true } };
};

const counts: DrawCall = (d) => {
  const x = d.tensor([d.whole(0, 9)], 'int32');
  x.values = x.values.map(Math.abs);
  const weights = d.tensor(d.chance(0.5) ? x.shape : [0], d.one(numbers));
  return { inputs: { x, weights }, attrs: { size: d.whole(1, 8) } };
};

const denseCounts: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(1, 2)), 'int32');
  x.values = x.values.map(Math.abs);
  const weights = d.tensor(d.chance(0.5) ? x.shape : [0], d.one(numbers));
  // Of one axis the cpu backend has counts in any case.
  return {
    inputs: { x, weights },
    attrs: { size: d.whole(1, 8), binaryOutput: x.shape.length === 2 && d.chance(0.3) },
  };
};

const unique: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(1, 2)), 'int32');
  return { inputs: { x }, attrs: { axis: d.whole(0, x.shape.length - 1) } };
};

const searchSorted: DrawCall = (d) => {
  const rows = d.whole(1, 3);
  const sortedSequence = d.tensor([rows, d.whole(1, 6)]);
  sortedSequence.values = inRows(sortedSequence.values, rows).flatMap((row) => row.sort((a, b) => a - b));
  return {
    inputs: { sortedSequence, values: d.tensor([rows, d.whole(1, 5)]) },
    attrs: { side: d.one(['left', 'right']) },
  };
};

const inRows = (values: number[], rows: number) =>
  Array.from({ length: rows }, (_, i) => values.slice((i * values.length) / rows, ((i + 1) * values.length) / rows));

export const drawReductions: DrawCalls = {
  Sum: reductionOf(numbers),
  Mean: reductionOf(numbers),
  Prod: reductionOf(numbers),
  Max: reductionOf(numbers, 'reductionIndices'),
  Min: reductionOf(numbers),
  All: reductionOf(['bool']),
  Any: reductionOf(['bool']),
  ArgMax: placeOf,
  ArgMin: placeOf,
  Cumsum: scan,
  Cumprod: scan,
  Softmax: softmax,
  TopK: topK,
  Bincount: counts,
  DenseBincount: denseCounts,
  Unique: unique,
  SearchSorted: searchSorted,
};
