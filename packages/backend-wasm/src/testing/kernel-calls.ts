import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { seededFloats } from './floats.ts';

/** What a kernel is given. */
export type Call = { inputs: Record<string, Tensor> | Tensor[]; attrs?: object };

const floats = (...shape: number[]) =>
  tensor(
    seededFloats(
      shape.reduce((a, b) => a * b, 1),
      shape.length + shape.reduce((a, b) => a + b, 0),
    ),
    shape,
  );
const convolution = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
/** Large enough that three threads share the work, and no multiple of anything. */
const image = () => floats(2, 61, 67, 23);
const volume = () => floats(2, 5, 61, 67, 7);
const pool = { filterSize: [3, 2], strides: [2, 3], pad: 'same' };
const pool3D = { filterSize: [2, 3, 2], strides: [1, 2, 2], pad: 'valid' };
const unary = (attrs: object = {}) => ({ inputs: { x: image() }, attrs });
const pair = (attrs: object = {}) => ({ inputs: { a: image(), b: floats(61, 67, 23) }, attrs });
const matrices = { a: () => floats(2, 130, 301), b: () => floats(2, 301, 131) };

/** Calls of every kernel that is ours, made again on each backend. */
export const kernelCalls: Record<string, () => Call | Call[]> = {
  Abs: unary,
  AdamUpdate: () => ({
    inputs: {
      param: image(),
      m: image(),
      v: tensor(image().dataSync().map(Math.abs), [2, 61, 67, 23]),
      gradient: image(),
    },
    attrs: { learningRate: 1e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step: 3 },
  }),
  Add: pair,
  AddN: () => ({ inputs: [image(), image(), image(), image(), image()] }),
  AvgPool: () => ({ inputs: { x: image() }, attrs: pool }),
  AvgPool3D: () => ({ inputs: { x: volume() }, attrs: pool3D }),
  BatchMatMul: () =>
    [
      [false, false, 130],
      [false, true, 130],
      [true, false, 130],
      [true, true, 130],
      [false, false, 3],
      [false, true, 2],
    ].map(([transposeA, transposeB, rows]) => ({
      inputs: {
        a: transposeA ? floats(1, 701, rows as number) : floats(1, rows as number, 701),
        b: transposeB ? floats(1, 531, 701) : floats(1, 701, 531),
      },
      attrs: { transposeA, transposeB },
    })),
  BatchNorm: () => ({ inputs: { x: image(), scale: floats(23), offset: floats(23) }, attrs: { epsilon: 1e-5 } }),
  BatchNormGrad: () => ({
    inputs: { dy: image(), x: image(), scale: floats(23), mean: floats(23), inverseStd: floats(23) },
  }),
  Cast: () => ({
    inputs: {
      x: tensor(
        new Int32Array(100_003).map((_, i) => i * 977),
        [100_003],
        'int32',
      ),
    },
    attrs: { dtype: 'float32' },
  }),
  ClipByValue: () => unary({ clipValueMin: -0.5, clipValueMax: 0.25 }),
  Concat: () => ({ inputs: [image(), image()], attrs: { axis: 3 } }),
  Conv2D: () => [
    { inputs: { x: floats(1, 32, 32, 70), filter: floats(4, 4, 70, 90) }, attrs: convolution },
    { inputs: { x: floats(1, 45, 47, 40), filter: floats(4, 4, 40, 56) }, attrs: convolution },
    { inputs: { x: floats(1, 67, 71, 24), filter: floats(4, 4, 24, 40) }, attrs: convolution },
    { inputs: { x: floats(1, 33, 31, 96), filter: floats(4, 4, 96, 96) }, attrs: { ...convolution, strides: [1, 1] } },
  ],
  Conv2DBackpropFilter: () => [
    {
      inputs: { x: floats(1, 32, 32, 70), dy: floats(1, 16, 16, 90) },
      attrs: { ...convolution, filterShape: [4, 4, 70, 90] },
    },
    {
      inputs: { x: floats(1, 45, 47, 40), dy: floats(1, 23, 24, 56) },
      attrs: { ...convolution, filterShape: [4, 4, 40, 56] },
    },
  ],
  Conv2DBackpropInput: () => [
    {
      inputs: { dy: floats(1, 16, 16, 90), filter: floats(4, 4, 70, 90) },
      attrs: { ...convolution, inputShape: [1, 32, 32, 70] },
    },
    {
      inputs: { dy: floats(1, 23, 24, 56), filter: floats(4, 4, 40, 56) },
      attrs: { ...convolution, inputShape: [1, 45, 47, 40] },
    },
    {
      inputs: { dy: floats(1, 34, 36, 40), filter: floats(4, 4, 24, 40) },
      attrs: { ...convolution, inputShape: [1, 67, 71, 24] },
    },
  ],
  DepthToSpace: () => ({ inputs: { x: floats(2, 61, 67, 20) }, attrs: { blockSize: 2, dataFormat: 'NHWC' } }),
  DepthwiseConv2dNative: () => ({ inputs: { x: image(), filter: floats(3, 3, 23, 2) }, attrs: convolution }),
  DropoutMask: () => ({
    inputs: {},
    attrs: { shape: [4, 40, 40, 7], rate: 0.5, states: [...Array(16).keys()].map((i) => i * 99_991 - 7) },
  }),
  Fill: () => ({ inputs: {}, attrs: { shape: [100_003], value: 0.1 } }),
  FusedBatchNorm: () => ({
    inputs: { x: image(), mean: floats(23), variance: tensor(floats(23).dataSync().map(Math.abs)), scale: floats(23) },
    attrs: { varianceEpsilon: 1e-3 },
  }),
  FusedConv2D: () => ({
    inputs: { x: floats(1, 32, 32, 70), filter: floats(3, 3, 70, 90), bias: floats(90) },
    attrs: { ...convolution, activation: 'leakyrelu', leakyreluAlpha: 0.2 },
  }),
  FusedDepthwiseConv2D: () => ({
    inputs: { x: image(), filter: floats(2, 3, 23, 1), bias: floats(23) },
    attrs: { ...convolution, activation: 'relu' },
  }),
  Greater: () => ({ inputs: { a: image(), b: tensor(0.1) } }),
  Identity: unary,
  InstanceNorm: () => unary({ epsilon: 1e-5 }),
  InstanceNormGrad: () => ({ inputs: { dy: image(), y: image(), inverseStd: floats(2, 1, 1, 23) } }),
  LeakyRelu: () => unary({ alpha: 0.2 }),
  LeakyReluGrad: () => ({ inputs: { dy: image(), x: image() }, attrs: { alpha: 0.2 } }),
  Log1p: unary,
  Maximum: pair,
  MaxPool: () => ({ inputs: { x: image() }, attrs: pool }),
  MaxPool3D: () => ({ inputs: { x: volume() }, attrs: pool3D }),
  Mean: () => [unary({ axis: [1, 2] }), unary({ axis: [3] }), unary({ axis: [0, 1, 2, 3] })],
  Minimum: pair,
  Multiply: pair,
  Neg: unary,
  OnesLike: unary,
  PadV2: () =>
    unary({
      paddings: [
        [0, 0],
        [2, 1],
        [2, 1],
        [0, 0],
      ],
      constantValue: 0.5,
    }),
  RealDiv: pair,
  Relu: unary,
  Relu6: unary,
  ReluGrad: () => ({ inputs: { dy: image(), y: image() } }),
  ResizeNearestNeighbor: () => ({
    inputs: { images: image() },
    attrs: { size: [122, 134], alignCorners: false, halfPixelCenters: false },
  }),
  ResizeNearestNeighborGrad: () => ({
    inputs: { images: image(), dy: floats(2, 122, 201, 23) },
    attrs: { alignCorners: false },
  }),
  Select: () => ({
    inputs: {
      condition: tensor(
        image()
          .dataSync()
          .map((v) => (v > 0 ? 1 : 0)),
        [2, 61, 67, 23],
        'bool',
      ),
      t: image(),
      e: image(),
    },
  }),
  Sign: unary,
  Slice: () => unary({ begin: [0, 1, 2, 3], size: [2, 59, 61, 19] }),
  SplitV: () => unary({ numOrSizeSplits: [10, 13], axis: 3 }),
  Sqrt: unary,
  Square: unary,
  Step: () => unary({ alpha: 0.1 }),
  Sub: pair,
  Sum: () => [unary({ axis: [1, 2] }), unary({ axis: [3] }), unary({ axis: [0, 1, 2, 3] })],
  Tanh: unary,
  Transpose: () => unary({ perm: [0, 3, 1, 2] }),
  UnsortedSegmentSum: () => ({
    inputs: {
      x: floats(701, 203),
      segmentIds: tensor(
        [...Array(701).keys()].map((i) => (i * 7) % 11),
        [701],
        'int32',
      ),
    },
    attrs: { numSegments: 11 },
  }),
  ZerosLike: unary,
  _FusedMatMul: () => ({
    inputs: { a: matrices.a(), b: matrices.b(), bias: floats(131) },
    attrs: { transposeA: false, transposeB: false, activation: 'relu' },
  }),
};

/** The calls of one kernel, on the current backend. */
export const callsOf = (name: string): Call[] => [(kernelCalls[name] as () => Call | Call[])()].flat();
