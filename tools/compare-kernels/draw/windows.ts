import { backend_util } from '@tensorflow/tfjs-core';
import type { Values } from '../kernel-case.ts';
import { alike, type DrawCall, type DrawCalls, type DrawnCall } from './draw-call.ts';
import type { Draw } from './seeded-draw.ts';

// Convolutions, pools and products: sums of products, with what is fused to them.

type Four = [number, number, number, number];
type Pad = 'same' | 'valid' | number | [Pair, Pair, Pair, Pair];
type Pair = [number, number];

const padOf = (d: Draw, most: number): Pad => {
  const side = (): Pair => [d.whole(0, most), d.whole(0, most)];
  return d.one<Pad>(['same', 'valid', d.whole(0, most), [[0, 0], side(), side(), [0, 0]]]);
};

const imageOf = (d: Draw, channels = d.whole(1, 9)): Four => [
  d.chance(0.06) ? 0 : d.whole(1, 3),
  d.whole(1, 9),
  d.whole(1, 9),
  channels,
];

/** tfjs's gradients take a way of rounding only together with a number. */
const paddingAttrs = (pad: Pad) => ({ pad, ...(typeof pad === 'number' && { dimRoundingMode: 'floor' }) });

/**
 * One number for all sides, given side by side: tfjs-core takes the height's filter for the width where it is a number.
 */
export function padOfEachSide(pad: Pad): Exclude<Pad, number> {
  return typeof pad === 'number'
    ? [
        [0, 0],
        [pad, pad],
        [pad, pad],
        [0, 0],
      ]
    : pad;
}

function convolution(d: Draw, isDepthwise: boolean) {
  const shape = imageOf(d, d.chance(0.1) ? d.whole(16, 40) : d.whole(1, 9));
  const filter: Four = [d.whole(1, 5), d.whole(1, 5), shape[3], d.whole(1, isDepthwise ? 3 : 9)];
  if (isDepthwise && d.chance(0.4)) filter[0] = filter[1] = d.one([3, 5]);
  const isDilated = d.chance(0.3);
  const strides: Pair = isDilated ? [1, 1] : [d.whole(1, 4), d.whole(1, 4)];
  const dilations: Pair = isDilated ? [d.whole(1, 3), d.whole(1, 3)] : [1, 1];
  const pad = padOf(d, Math.min(filter[0], filter[1]) - 1);
  const given = [shape, filter, strides, dilations, padOfEachSide(pad), 'floor', isDepthwise] as const;
  const { outHeight, outWidth, outShape, outChannels } = backend_util.computeConv2DInfo(...given);
  if (outHeight <= 0 || outWidth <= 0) return undefined;
  const attrs = { strides, dilations, ...paddingAttrs(pad), dataFormat: 'NHWC' };
  return { shape, filter, attrs, outShape, outChannels };
}

const convolutionOf =
  (isDepthwise: boolean, isFused: boolean): DrawCall =>
  (d) => {
    const drawn = convolution(d, isDepthwise);
    if (!drawn) return undefined;
    const { shape, filter, attrs, outChannels } = drawn;
    const inputs = { x: d.tensor(shape), filter: d.tensor(filter) };
    return isFused ? fusion(d, inputs, attrs, outChannels) : { inputs, attrs };
  };

function fusion(d: Draw, given: Record<string, Values>, attrs: object, columns: number): DrawnCall {
  const activation = d.one(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu']);
  const inputs = { ...given };
  if (d.chance(0.6)) inputs.bias = d.tensor([columns]);
  if (activation === 'prelu') inputs.preluActivationWeights = d.tensor([columns]);
  return {
    inputs,
    attrs: { ...attrs, activation, ...(activation === 'leakyrelu' && { leakyreluAlpha: d.one([0.1, 0.2]) }) },
  };
}

/** What a transposed convolution calls. */
const inputGradient: DrawCall = (d) => {
  const drawn = convolution(d, false);
  if (!drawn || drawn.attrs.dilations.some((n) => n > 1)) return undefined;
  const { dilations: _, ...attrs } = drawn.attrs;
  const inputs = { dy: d.tensor(drawn.outShape), filter: d.tensor(drawn.filter) };
  return { inputs, attrs: { ...attrs, inputShape: drawn.shape } };
};

const pool: DrawCall = (d, kernel) => {
  const shape = imageOf(d);
  const filterSize: Pair = [d.whole(1, 4), d.whole(1, 4)];
  const strides: Pair = [d.whole(1, 4), d.whole(1, 4)];
  const pad = padOf(d, Math.min(...filterSize) - 1);
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, padOfEachSide(pad), 'floor');
  if (info.outHeight <= 0 || info.outWidth <= 0) return undefined;
  // Of a window of one value the cpu backend keeps NaN, which it passes over in others.
  const isSpecial = kernel === 'MaxPool' && Math.max(...filterSize) > 1 && d.chance(0.3);
  const x = d.tensor(shape, 'float32', isSpecial);
  const attrs = { filterSize, strides, ...paddingAttrs(pad) };
  if (kernel !== 'MaxPoolWithArgmax') return { inputs: { x }, attrs };
  // Its operation takes no other padding.
  return {
    inputs: { x },
    attrs: { ...attrs, pad: typeof pad === 'string' ? pad : 'valid', includeBatchInIndex: d.chance(0.5) },
  };
};

const volumeOf = (d: Draw) => [d.whole(1, 2), d.whole(1, 5), d.whole(1, 5), d.whole(1, 5), d.whole(1, 3)];
const three = (d: Draw, most: number) =>
  [d.whole(1, most), d.whole(1, most), d.whole(1, most)] as [number, number, number];

const convolution3D: DrawCall = (d) => {
  const shape = volumeOf(d);
  const filter = d.tensor([...three(d, 2), shape[4] as number, d.whole(1, 3)]);
  const attrs = { strides: three(d, 2), pad: d.one(['same', 'valid']), dilations: [1, 1, 1], dataFormat: 'NDHWC' };
  return fits(shape, filter.shape) ? { inputs: { x: d.tensor(shape), filter }, attrs } : undefined;
};

const pool3D: DrawCall = (d) => {
  const [shape, filterSize] = [volumeOf(d), three(d, 3)];
  const attrs = { filterSize, strides: three(d, 2), pad: d.one(['same', 'valid']), dataFormat: 'NDHWC' };
  return fits(shape, filterSize) ? { inputs: { x: d.tensor(shape) }, attrs } : undefined;
};

const fits = (shape: number[], filter: number[]) =>
  [0, 1, 2].every((i) => (shape[i + 1] as number) >= (filter[i] as number));

const dilation: DrawCall = (d) => {
  const shape = imageOf(d, d.whole(1, 3));
  const filter = d.tensor([d.whole(1, 3), d.whole(1, 3), shape[3]]);
  const attrs = { strides: d.whole(1, 2), pad: d.one(['same', 'valid']), dilations: d.whole(1, 2) };
  const isInside = [0, 1].every((i) => (shape[i + 1] as number) > attrs.dilations * ((filter.shape[i] as number) - 1));
  return isInside && shape[0] > 0 ? { inputs: { x: d.tensor(shape), filter }, attrs } : undefined;
};

const matrixProduct =
  (isFused: boolean): DrawCall =>
  (d) => {
    const [rows, inner, columns] = d.shape(3, 9) as [number, number, number];
    const [transposeA, transposeB] = [d.chance(0.5), d.chance(0.5)];
    const outer = isFused ? [1] : d.shape(d.whole(1, 2), 3);
    const part = () => outer.map((size) => (d.chance(0.25) ? 1 : size));
    const inputs = {
      a: d.tensor([...part(), ...(transposeA ? [inner, rows] : [rows, inner])]),
      b: d.tensor([...part(), ...(transposeB ? [columns, inner] : [inner, columns])]),
    };
    return isFused
      ? fusion(d, inputs, { transposeA, transposeB }, columns)
      : { inputs, attrs: { transposeA, transposeB } };
  };

const batchNorm: DrawCall = (d) => {
  const shape = imageOf(d);
  const along = () => d.tensor([shape[3]]);
  const variance = along();
  variance.values = variance.values.map(Math.abs);
  const inputs = { x: d.tensor(shape), mean: along(), variance, scale: along(), offset: along() };
  return { inputs, attrs: { varianceEpsilon: 1e-3 } };
};

const localResponse: DrawCall = (d) => {
  const attrs = { depthRadius: d.whole(1, 5), bias: d.one([1, 0.5]), alpha: d.one([1, 0.1]), beta: d.one([0.5, 1]) };
  return { inputs: { x: d.tensor(imageOf(d)) }, attrs };
};

export const drawWindows: DrawCalls = {
  Conv2D: convolutionOf(false, false),
  FusedConv2D: convolutionOf(false, true),
  DepthwiseConv2dNative: convolutionOf(true, false),
  FusedDepthwiseConv2D: convolutionOf(true, true),
  Conv2DBackpropInput: inputGradient,
  ...alike(['MaxPool', 'AvgPool', 'MaxPoolWithArgmax'], pool),
  Conv3D: convolution3D,
  ...alike(['MaxPool3D', 'AvgPool3D'], pool3D),
  Dilation2D: dilation,
  BatchMatMul: matrixProduct(false),
  _FusedMatMul: matrixProduct(true),
  FusedBatchNorm: batchNorm,
  LRN: localResponse,
};
