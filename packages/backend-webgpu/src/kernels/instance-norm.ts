import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import type { NormGradient } from '../wgsl/norm-gradient.ts';
import type { NormSize } from '../wgsl/norm-layout.ts';
import type { Normalization } from '../wgsl/normalize.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { runNorm, runNormGradient } from './run-norm.ts';

/** y = (x - mean) / sqrt(variance + epsilon): ({ x }, { epsilon }) -> y, inverseStd [B, 1, 1, C]. */
export const instanceNorm: OwnKernel = {
  name: 'InstanceNorm',
  covers: 'a float32 tensor x of four dimensions',
  run({ backend, inputs: { x }, attrs: { epsilon } }) {
    if (!isFloat(x) || x.shape.length !== 4) return undefined;
    const { y, mean, inverseStd } = normalize(backend, PLAIN, x, [epsilon as number]);
    backend.disposeData(mean.dataId);
    return [y, inverseStd];
  },
};

/**
 * The same with an activation, h > 0 ? h : alpha * h of the normalised value h:
 * ({ x }, { epsilon, alpha }) -> y, mean [B, 1, 1, C], inverseStd [B, 1, 1, C].
 */
export const instanceNormActivation: OwnKernel = {
  name: 'InstanceNormActivation',
  covers: 'a float32 tensor x of four dimensions',
  run({ backend, inputs: { x }, attrs: { epsilon, alpha } }) {
    if (!isFloat(x) || x.shape.length !== 4) return undefined;
    const { y, mean, inverseStd } = normalize(backend, ACTIVATED, x, [epsilon as number, alpha as number]);
    return [y, mean, inverseStd];
  },
};

/** dx = inverseStd * (dy - mean(dy) - y * mean(dy * y)): ({ dy, y, inverseStd }) -> dx. */
export const instanceNormGrad: OwnKernel = {
  name: 'InstanceNormGrad',
  covers: 'float32 tensors dy and y of the same four dimensions, and inverseStd with a value for each channel',
  run({ backend, inputs: { dy, y, inverseStd } }) {
    if (!isFloat(dy) || !isFloat(y) || !isFloat(inverseStd)) return undefined;
    if (y.shape.length !== 4 || !util.arraysEqual(dy.shape, y.shape)) return undefined;
    return gradient(backend, 'instanceNormGrad', PLAIN_GRADIENT, y.shape, [dy, y, inverseStd], []);
  },
};

/**
 * The gradient of the norm with its activation, from what went into the norm: dx is that of the norm alone at
 * dh = h > 0 ? dy : alpha * dy. ({ dy, x, mean, inverseStd }, { alpha }) -> dx.
 */
export const instanceNormActivationGrad: OwnKernel = {
  name: 'InstanceNormActivationGrad',
  covers: 'float32 tensors dy and x of the same four dimensions, and mean and inverseStd with a value for each channel',
  run({ backend, inputs: { dy, x, mean, inverseStd }, attrs: { alpha } }) {
    if (!isFloat(dy) || !isFloat(x) || !isFloat(mean) || !isFloat(inverseStd)) return undefined;
    if (x.shape.length !== 4 || !util.arraysEqual(dy.shape, x.shape)) return undefined;
    const inputs = [dy, x, mean, inverseStd];
    return gradient(backend, 'instanceNormActivationGrad', ACTIVATED_GRADIENT, x.shape, inputs, [alpha as number]);
  },
};

const PLAIN: Normalization & { name: string } = { name: 'instanceNorm', parameters: [], numbers: [], finish: 'h' };
const ACTIVATED: typeof PLAIN = {
  ...PLAIN,
  name: 'instanceNormActivation',
  numbers: ['alpha'],
  finish: 'h * select(T(numbers.alpha), T(1), h > T())',
};

const PLAIN_GRADIENT: NormGradient = {
  inputs: ['dy', 'y'],
  factors: ['inverseStd'],
  normalized: 'y[i]',
  flowing: 'dy[i]',
  factor: 'inverseStd[channel]',
};
const ACTIVATED_GRADIENT: NormGradient = {
  inputs: ['dy', 'x', 'mean', 'inverseStd'],
  factors: [],
  numbers: ['alpha'],
  normalized: '(x[i] - mean[channel]) * inverseStd[channel]',
  flowing: 'dy[i] * select(T(numbers.alpha), T(1), h > T())',
  factor: 'inverseStd[channel]',
};

function normalize(backend: TrainableBackendWebGPU, kind: typeof PLAIN, x: TensorInfo, numbers: readonly number[]) {
  const size = sizeOf(x.shape);
  const ofChannels = [size.images, 1, 1, size.channels];
  const y = backend.makeOutput(x.shape);
  if (util.sizeFromShape(x.shape) === 0) {
    const [mean, inverseStd] = [backend.makeFilled(ofChannels, Number.NaN), backend.makeFilled(ofChannels, Number.NaN)];
    return { y, mean, inverseStd };
  }
  const [mean, inverseStd] = [backend.makeOutput(ofChannels), backend.makeOutput(ofChannels)];
  runNorm(backend, { name: kind.name, kind, size, outputs: [y, mean, inverseStd], inputs: [x], numbers });
  return { y, mean, inverseStd };
}

function gradient(
  backend: TrainableBackendWebGPU,
  name: string,
  kind: NormGradient,
  shape: number[],
  inputs: readonly TensorInfo[],
  numbers: readonly number[],
): TensorInfo {
  const dx = backend.makeOutput(shape);
  const size = sizeOf(shape);
  if (util.sizeFromShape(shape) > 0) runNormGradient(backend, { name, kind, size, outputs: [dx], inputs, numbers });
  return dx;
}

function sizeOf(shape: number[]): NormSize {
  const [images, height, width, channels] = shape as [number, number, number, number];
  return { images, rows: height * width, channels };
}
