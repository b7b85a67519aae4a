import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import type { NormGradient } from '../wgsl/norm-gradient.ts';
import type { NormSize } from '../wgsl/norm-layout.ts';
import type { Normalization } from '../wgsl/normalize.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { runNorm, runNormGradient } from './run-norm.ts';

/**
 * Batch norm in training, y = (x - mean) / sqrt(variance + epsilon) * scale + offset, each channel over all images:
 * ({ x, scale, offset }, { epsilon }) -> y, mean [C], inverseStd [C].
 */
export const batchNorm: OwnKernel = {
  name: 'BatchNorm',
  covers: 'a float32 tensor x of four dimensions, and scale and offset with a value for each channel',
  run({ backend, inputs: { x, scale, offset }, attrs: { epsilon } }) {
    if (!isFloat(x) || !isFloat(scale) || !isFloat(offset) || x.shape.length !== 4) return undefined;
    return normalize(backend, PLAIN, [x, scale, offset], [epsilon as number]);
  },
};

/**
 * The same with an activation, z > 0 ? z : alpha * z of the norm's values z: ({ x, scale, offset }, { epsilon, alpha })
 * -> y, mean [C], inverseStd [C], saved. `saved` is for the gradient: [4, C], mean, inverseStd, scale and offset, because a
 * shader may have eight tensors.
 */
export const batchNormActivation: OwnKernel = {
  name: 'BatchNormActivation',
  covers: 'a float32 tensor x of four dimensions, and scale and offset with a value for each channel',
  run({ backend, inputs: { x, scale, offset }, attrs: { epsilon, alpha } }) {
    if (!isFloat(x) || !isFloat(scale) || !isFloat(offset) || x.shape.length !== 4) return undefined;
    return normalize(backend, ACTIVATED, [x, scale, offset], [epsilon as number, alpha as number]);
  },
};

/**
 * dx = scale * inverseStd * (dy - mean(dy) - h * mean(dy * h)), with h = (x - mean) * inverseStd:
 * ({ dy, x, scale, mean, inverseStd }) -> dx, dScale [C], dOffset [C].
 */
export const batchNormGrad: OwnKernel = {
  name: 'BatchNormGrad',
  covers:
    'float32 tensors dy and x of the same four dimensions, and scale, mean and inverseStd with a value for each channel',
  run({ backend, inputs: { dy, x, scale, mean, inverseStd } }) {
    if (!isFloat(dy) || !isFloat(x) || !isFloat(scale) || !isFloat(mean) || !isFloat(inverseStd)) return undefined;
    if (x.shape.length !== 4 || !util.arraysEqual(dy.shape, x.shape)) return undefined;
    return gradients(backend, PLAIN_GRADIENT, [dy, x, mean, inverseStd, scale], scale.shape, []);
  },
};

/** The gradients of the norm with its activation, from what went into the norm: ({ dy, x, saved }, { alpha }) -> dx, dScale [C], dOffset [C]. */
export const batchNormActivationGrad: OwnKernel = {
  name: 'BatchNormActivationGrad',
  covers: 'float32 tensors dy and x of the same four dimensions, and what BatchNormActivation saved',
  run({ backend, inputs: { dy, x, saved }, attrs: { alpha } }) {
    if (!isFloat(dy) || !isFloat(x) || !isFloat(saved)) return undefined;
    if (x.shape.length !== 4 || !util.arraysEqual(dy.shape, x.shape)) return undefined;
    return gradients(backend, ACTIVATED_GRADIENT, [dy, x, saved], [x.shape[3] as number], [alpha as number]);
  },
};

const PLAIN: Normalization & { name: string } = {
  name: 'batchNorm',
  parameters: ['scale', 'offset'],
  numbers: [],
  finish: 'h * scale[channel] + offset[channel]',
};
const ACTIVATED: typeof PLAIN = {
  ...PLAIN,
  name: 'batchNormActivation',
  numbers: ['alpha'],
  finish: `(${PLAIN.finish}) * select(T(numbers.alpha), T(1), ${PLAIN.finish} > T())`,
  saved: ['middle', 'scaling', 'scale[channel]', 'offset[channel]'],
};

const PLAIN_GRADIENT: NormGradient & { name: string } = {
  name: 'batchNormGrad',
  inputs: ['dy', 'x', 'mean', 'inverseStd'],
  factors: ['scale'],
  normalized: '(x[i] - mean[channel]) * inverseStd[channel]',
  flowing: 'dy[i]',
  factor: 'scale[channel] * inverseStd[channel]',
  sums: { dScale: 'other', dOffset: 'one' },
};
/** WGSL of a row of `saved`. */
const [MEAN, INVERSE_STD, SCALE, OFFSET] = [0, 1, 2, 3].map((row) => `saved[channel + ${row}u * numbers.columns]`);
const ACTIVATED_GRADIENT: typeof PLAIN_GRADIENT = {
  name: 'batchNormActivationGrad',
  inputs: ['dy', 'x', 'saved'],
  factors: [],
  numbers: ['alpha'],
  normalized: `(x[i] - ${MEAN}) * ${INVERSE_STD}`,
  flowing: `dy[i] * select(T(numbers.alpha), T(1), h * ${SCALE} + ${OFFSET} > T())`,
  factor: `${SCALE} * ${INVERSE_STD}`,
  sums: { dScale: 'other', dOffset: 'one' },
};

function normalize(
  backend: TrainableBackendWebGPU,
  kind: typeof PLAIN,
  inputs: [x: TensorInfo, scale: TensorInfo, offset: TensorInfo],
  numbers: readonly number[],
): TensorInfo[] {
  const [x, { shape: ofChannels }] = inputs;
  const shapes = [ofChannels, ofChannels, ...(kind.saved ? [[kind.saved.length, ...ofChannels]] : [])];
  const y = backend.makeOutput(x.shape);
  if (util.sizeFromShape(x.shape) === 0) return [y, ...shapes.map((shape) => backend.makeFilled(shape, Number.NaN))];
  const outputs = [y, ...shapes.map((shape) => backend.makeOutput(shape))];
  runNorm(backend, { name: kind.name, kind, size: sizeOf(x.shape), outputs, inputs, numbers });
  return outputs;
}

function gradients(
  backend: TrainableBackendWebGPU,
  kind: typeof PLAIN_GRADIENT,
  inputs: [dy: TensorInfo, x: TensorInfo, ...TensorInfo[]],
  ofChannels: number[],
  numbers: readonly number[],
): TensorInfo[] {
  const { shape } = inputs[1];
  const dx = backend.makeOutput(shape);
  if (util.sizeFromShape(shape) === 0)
    return [dx, backend.makeFilled(ofChannels, 0), backend.makeFilled(ofChannels, 0)];
  const outputs = [dx, backend.makeOutput(ofChannels), backend.makeOutput(ofChannels)];
  runNormGradient(backend, { name: kind.name, kind, size: sizeOf(shape), outputs, inputs, numbers });
  return outputs;
}

/** The whole batch is one image to the shaders. */
function sizeOf(shape: number[]): NormSize {
  const [images, height, width, channels] = shape as [number, number, number, number];
  return { images: 1, rows: images * height * width, channels };
}
