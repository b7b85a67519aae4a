import type { Values, ValueType } from '../kernel-case.ts';
import { alike, type DrawCall, type DrawCalls, fullShape } from './draw-call.ts';
import type { Draw } from './seeded-draw.ts';

// Kernels that are given indices.

const types: readonly ValueType[] = ['float32', 'int32', 'bool'];
const numbers: readonly ValueType[] = ['float32', 'int32'];

/** Whole numbers below a bound for each place; without any where a bound is 0. Now and then one is outside. */
function placesBelow(d: Draw, shape: number[], bound: (i: number) => number): Values {
  const places = d.tensor(shape, 'int32');
  const outside = d.chance(0.05) ? d.whole(0, places.values.length) : -1;
  places.values = places.values.map((_, i) =>
    i === outside ? d.one([-1, bound(i), 100_000]) : d.whole(0, bound(i) - 1),
  );
  return places;
}

const gather: DrawCall = (d) => {
  const batchDims = d.one([0, 0, 0, 1]);
  const x = d.tensor(d.shape(d.whole(1 + batchDims, 4)), d.one(types));
  const axis = d.whole(batchDims, x.shape.length - 1);
  const size = x.shape[axis] as number;
  if (size === 0) return undefined;
  const shape = batchDims === 1 ? [x.shape[0] as number, d.whole(1, 3)] : d.shape(d.whole(1, 2));
  return { inputs: { x, indices: placesBelow(d, shape, () => size) }, attrs: { axis, batchDims } };
};

const gatherNd: DrawCall = (d) => {
  const params = d.tensor(fullShape(d, d.whole(1, 4)), d.one(types));
  const depth = d.whole(1, params.shape.length);
  return { inputs: { params, indices: placesIn(d, params.shape, depth) }, attrs: {} };
};

const placesIn = (d: Draw, shape: number[], depth: number) =>
  placesBelow(d, [d.whole(0, 5), depth], (i) => shape[i % depth] as number);

function scattered(d: Draw) {
  const shape = fullShape(d, d.whole(1, 3));
  const depth = d.whole(1, shape.length);
  const indices = placesIn(d, shape, depth);
  return { shape, indices, updates: [indices.shape[0] as number, ...shape.slice(depth)] };
}

const scatterNd: DrawCall = (d) => {
  const { shape, indices, updates } = scattered(d);
  return { inputs: { indices, updates: d.tensor(updates, d.one(numbers)) }, attrs: { shape } };
};

/** What two updates make of one place is not defined: each place comes once. */
const tensorScatterUpdate: DrawCall = (d) => {
  const { shape, indices, updates } = scattered(d);
  const dtype = d.one(numbers);
  const count = indices.shape[0] as number;
  const depth = indices.shape[1] as number;
  const rows = Array.from({ length: count }, (_, i) => `${indices.values.slice(i * depth, (i + 1) * depth)}`);
  if (new Set(rows).size < count) return undefined;
  return { inputs: { tensor: d.tensor(shape, dtype), indices, updates: d.tensor(updates, dtype) }, attrs: {} };
};

const sparseToDense: DrawCall = (d) => {
  const size = d.whole(1, 6);
  const places = [...new Set(placesBelow(d, [d.whole(0, size)], () => size).values)].sort((a, b) => a - b);
  const sparseIndices: Values = { shape: [places.length, 1], dtype: 'int32', values: places };
  const dtype = d.one(numbers);
  const inputs = { sparseIndices, sparseValues: d.tensor([places.length], dtype), defaultValue: d.tensor([], dtype) };
  return { inputs, attrs: { outputShape: [size] } };
};

const oneHot: DrawCall = (d) => {
  const dtype = d.one(types);
  const ownValues =
    dtype === 'bool' ? { onValue: 1, offValue: 0 } : { onValue: d.one([1, 3]), offValue: d.one([0, -1]) };
  const indices = d.tensor(d.shape(d.whole(1, 2)), 'int32');
  return { inputs: { indices }, attrs: { depth: d.whole(1, 5), ...ownValues, dtype } };
};

const segmentSum: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(1, 3)), d.one(numbers));
  const numSegments = d.whole(1, 5);
  const segmentIds = placesBelow(d, x.shape.slice(0, 1), () => numSegments);
  return { inputs: { x, segmentIds }, attrs: { numSegments } };
};

const sparseSegments: DrawCall = (d) => {
  const data = d.tensor([d.whole(1, 4), ...fullShape(d, d.whole(0, 2))], d.one(numbers));
  const count = d.whole(1, 6);
  const indices = placesBelow(d, [count], () => data.shape[0] as number);
  const segmentIds = placesBelow(d, [count], () => 4);
  segmentIds.values.sort((a, b) => a - b);
  return { inputs: { data, indices, segmentIds }, attrs: {} };
};

const broadcastArgs: DrawCall = (d) => {
  const shape = fullShape(d, d.whole(1, 4));
  const part = shape.slice(d.whole(0, shape.length - 1)).map((size) => (d.chance(0.3) ? 1 : size));
  const asValues = (values: number[]): Values => ({ shape: [values.length], dtype: 'int32', values });
  return { inputs: { s0: asValues(shape), s1: asValues(part) }, attrs: {} };
};

const boxesOf = (d: Draw, count: number): Values => {
  const boxes = d.tensor([count, 4]);
  const areInside = d.chance(0.7);
  boxes.values = boxes.values.map((v) => Math.fround((areInside ? Math.abs(v) : v) / 4));
  return boxes;
};

const cropAndResize: DrawCall = (d) => {
  const shape = [d.whole(1, 3), d.whole(1, 6), d.whole(1, 6), d.whole(1, 3)];
  const count = d.whole(1, 3);
  const boxInd = placesBelow(d, [count], () => shape[0] as number);
  const cropSize = [d.whole(1, 5), d.whole(1, 5)];
  const attrs = { cropSize, method: d.one(['bilinear', 'nearest']), extrapolationValue: d.one([0, 0.5]) };
  return { inputs: { image: d.tensor(shape), boxes: boxesOf(d, count), boxInd }, attrs };
};

const nonMaxSuppression: DrawCall = (d, kernel) => {
  const count = d.whole(1, 8);
  const shared = { maxOutputSize: d.whole(1, 8), iouThreshold: d.one([0.1, 0.5]), scoreThreshold: d.one([-10, 0]) };
  const own: Record<string, object> = {
    NonMaxSuppressionV4: { padToMaxOutputSize: d.chance(0.5) },
    NonMaxSuppressionV5: { softNmsSigma: d.one([0, 0.5]) },
  };
  return { inputs: { boxes: boxesOf(d, count), scores: d.tensor([count]) }, attrs: { ...shared, ...own[kernel] } };
};

export const drawPicks: DrawCalls = {
  GatherV2: gather,
  GatherNd: gatherNd,
  ScatterNd: scatterNd,
  TensorScatterUpdate: tensorScatterUpdate,
  SparseToDense: sparseToDense,
  OneHot: oneHot,
  UnsortedSegmentSum: segmentSum,
  ...alike(['SparseSegmentMean', 'SparseSegmentSum'], sparseSegments),
  BroadcastArgs: broadcastArgs,
  CropAndResize: cropAndResize,
  ...alike(['NonMaxSuppressionV3', 'NonMaxSuppressionV4', 'NonMaxSuppressionV5'], nonMaxSuppression),
};
