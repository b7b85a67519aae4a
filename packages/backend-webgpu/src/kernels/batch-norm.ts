import { util } from '@tensorflow/tfjs-core';
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
    const size = sizeOf(x.shape);
    const y = backend.makeOutput(x.shape);
    if (util.sizeFromShape(x.shape) === 0)
      return [y, backend.makeFilled(scale.shape, Number.NaN), backend.makeFilled(scale.shape, Number.NaN)];
    const outputs = [y, backend.makeOutput(scale.shape), backend.makeOutput(scale.shape)];
    const numbers = [epsilon as number];
    runNorm(backend, { name: 'batchNorm', kind: NORM, size, outputs, inputs: [x, scale, offset], numbers });
    return outputs;
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
    const dx = backend.makeOutput(x.shape);
    if (util.sizeFromShape(x.shape) === 0)
      return [dx, backend.makeFilled(scale.shape, 0), backend.makeFilled(scale.shape, 0)];
    const outputs = [dx, backend.makeOutput(scale.shape), backend.makeOutput(scale.shape)];
    const inputs = [dy, x, mean, inverseStd, scale];
    const size = sizeOf(x.shape);
    runNormGradient(backend, { name: 'batchNormGrad', kind: GRADIENT, size, outputs, inputs, numbers: [] });
    return outputs;
  },
};

const NORM: Normalization = {
  parameters: ['scale', 'offset'],
  numbers: [],
  finish: 'h * scale[channel] + offset[channel]',
};

const GRADIENT: NormGradient = {
  inputs: ['dy', 'x', 'mean', 'inverseStd'],
  factors: ['scale'],
  normalized: '(x[i] - mean[channel]) * inverseStd[channel]',
  flowing: 'dy[i]',
  factor: 'scale[channel] * inverseStd[channel]',
  sums: { dScale: 'other', dOffset: 'one' },
};

/** The whole batch is one image to the shaders. */
function sizeOf(shape: number[]): NormSize {
  const [images, height, width, channels] = shape as [number, number, number, number];
  return { images: 1, rows: images * height * width, channels };
}
