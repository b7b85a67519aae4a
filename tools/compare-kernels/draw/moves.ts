import type { ValueType } from '../kernel-case.ts';
import { type DrawCall, type DrawCalls, fullShape, someAxes } from './draw-call.ts';
import type { Draw } from './seeded-draw.ts';

// Kernels that put values elsewhere, and those that make tensors of constants.

const types: readonly ValueType[] = ['float32', 'int32', 'bool'];
const numbers: readonly ValueType[] = ['float32', 'int32'];

const transpose: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(0, 5), 4), d.one(types));
  return { inputs: { x }, attrs: { perm: shuffled(d, x.shape.length) } };
};

function shuffled(d: Draw, count: number): number[] {
  const places = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = d.whole(0, i);
    [places[i], places[j]] = [places[j] as number, places[i] as number];
  }
  return places;
}

const padding = (d: Draw, shape: number[], most: (size: number) => number) =>
  shape.map((size) => [d.whole(0, most(size)), d.whole(0, most(size))]);

const pad: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(1, 4)), d.one(types));
  const constantValue = x.dtype === 'float32' ? d.one([0, 0.5]) : d.one([0, 1]);
  return { inputs: { x }, attrs: { paddings: padding(d, x.shape, () => 2), constantValue } };
};

const mirrorPad: DrawCall = (d) => {
  const x = d.tensor(fullShape(d, d.whole(1, 4)), d.one(numbers));
  const mode = d.one(['reflect', 'symmetric']);
  const most = (size: number) => Math.min(2, mode === 'reflect' ? size - 1 : size);
  return { inputs: { x }, attrs: { paddings: padding(d, x.shape, most), mode } };
};

const slice: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(1, 5)), d.one(types));
  const begin = x.shape.map((size) => d.whole(0, size));
  return { inputs: { x }, attrs: { begin, size: begin.map((at, i) => d.whole(0, (x.shape[i] as number) - at)) } };
};

const stridedSlice: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(1, 4)), d.one(types));
  const edge = () => x.shape.map((size) => d.whole(-size - 1, size + 1));
  const strides = x.shape.map(() => d.one([1, 2, 3, -1, -2]));
  const mask = () => (d.chance(0.5) ? d.whole(0, 2 ** x.shape.length - 1) : 0);
  const masks = { beginMask: mask(), endMask: mask(), ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
  return { inputs: { x }, attrs: { begin: edge(), end: edge(), strides, ...masks } };
};

const concat: DrawCall = (d) => {
  const [shape, dtype] = [d.shape(d.whole(1, 4)), d.one(types)];
  const axis = d.whole(0, shape.length - 1);
  const part = () => d.tensor(shape.with(axis, d.chance(0.2) ? 0 : d.whole(1, 4)), dtype);
  return { inputs: { inputs: Array.from({ length: d.whole(1, 4) }, part) }, attrs: { axis } };
};

const splitV: DrawCall = (d) => {
  const sizes = Array.from({ length: d.whole(1, 4) }, () => d.whole(0, 3));
  const shape = d.shape(d.whole(1, 4));
  const axis = d.whole(0, shape.length - 1);
  const whole = sizes.reduce((a, b) => a + b, 0);
  return { inputs: { x: d.tensor(shape.with(axis, whole), d.one(types)) }, attrs: { numOrSizeSplits: sizes, axis } };
};

const pack: DrawCall = (d) => {
  const [shape, dtype] = [d.shape(d.whole(0, 3)), d.one(types)];
  const inputs = Array.from({ length: d.whole(1, 4) }, () => d.tensor(shape, dtype));
  return { inputs: { inputs }, attrs: { axis: d.whole(0, shape.length) } };
};

const unpack: DrawCall = (d) => {
  const value = d.tensor(fullShape(d, d.whole(1, 4)), d.one(types));
  return { inputs: { value }, attrs: { axis: d.whole(0, value.shape.length - 1) } };
};

const tile: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(1, 4), 4), d.one(types));
  return { inputs: { x }, attrs: { reps: x.shape.map(() => (d.chance(0.1) ? 0 : d.whole(1, 3))) } };
};

const reverse: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(0, 4)), d.one(types));
  return { inputs: { x }, attrs: { dims: someAxes(d, x.shape.length) } };
};

const blocks = (d: Draw) => [d.whole(1, 3), d.whole(1, 3)] as [number, number];

const spaceToBatch: DrawCall = (d) => {
  const [down, across] = blocks(d);
  const shape = [d.whole(1, 2), down * d.whole(1, 3), across * d.whole(1, 3), d.whole(1, 3)];
  const paddings = [down, across].map((size) => [0, size * d.whole(0, 1)]);
  return { inputs: { x: d.tensor(shape, d.one(numbers)) }, attrs: { blockShape: [down, across], paddings } };
};

const batchToSpace: DrawCall = (d) => {
  const [down, across] = blocks(d);
  const shape = [d.whole(1, 2) * down * across, d.whole(1, 3), d.whole(1, 3), d.whole(1, 3)];
  const crops = [
    [0, d.whole(0, 1)],
    [0, 0],
  ];
  return { inputs: { x: d.tensor(shape, d.one(numbers)) }, attrs: { blockShape: [down, across], crops } };
};

const depthToSpace: DrawCall = (d) => {
  const blockSize = d.whole(2, 3);
  const shape = [...d.shape(3), blockSize ** 2 * d.whole(1, 3)];
  return { inputs: { x: d.tensor(shape, d.one(numbers)) }, attrs: { blockSize, dataFormat: 'NHWC' } };
};

const reshape: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(0, 4)), d.one(types));
  return { inputs: { x }, attrs: { shape: shuffled(d, x.shape.length).map((axis) => x.shape[axis]) } };
};

const expandDims: DrawCall = (d) => {
  const input = d.tensor(d.shape(d.whole(0, 3)), d.one(types));
  return { inputs: { input }, attrs: { dim: d.whole(-input.shape.length - 1, input.shape.length) } };
};

const fill: DrawCall = (d) => {
  const dtype = d.one(numbers);
  return { inputs: {}, attrs: { shape: d.shape(d.whole(0, 4)), value: d.one([0, 1, -3]), dtype } };
};

const range: DrawCall = (d) => ({
  inputs: {},
  attrs: { start: d.whole(-5, 5), stop: d.whole(-5, 5), step: d.one([1, 2, -1, -2]), dtype: d.one(numbers) },
});

const diagonal: DrawCall = (d) => ({ inputs: { x: d.tensor(d.shape(d.whole(1, 2), 3), d.one(numbers)) }, attrs: {} });

export const drawMoves: DrawCalls = {
  Transpose: transpose,
  PadV2: pad,
  MirrorPad: mirrorPad,
  Slice: slice,
  StridedSlice: stridedSlice,
  Concat: concat,
  SplitV: splitV,
  Pack: pack,
  Unpack: unpack,
  Tile: tile,
  Reverse: reverse,
  SpaceToBatchND: spaceToBatch,
  BatchToSpaceND: batchToSpace,
  DepthToSpace: depthToSpace,
  Reshape: reshape,
  ExpandDims: expandDims,
  Fill: fill,
  Range: range,
  LinSpace: (d) => ({ inputs: {}, attrs: { start: d.whole(-5, 5), stop: d.whole(-5, 5), num: d.whole(1, 9) } }),
  Diag: diagonal,
  FlipLeftRight: (d) => ({ inputs: { image: d.tensor(d.shape(4)) }, attrs: {} }),
};
