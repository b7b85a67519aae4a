import { util } from '@tensorflow/tfjs-core';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1) that changes param, m and v in place, in one pass over memory:
 * ({ param, m, v, gradient }, { learningRate, beta1, beta2, epsilon, step }) -> nothing.
 */
export const adamUpdate: OwnKernel = {
  name: 'AdamUpdate',
  covers: 'float32 tensors param, m, v and gradient of the same shape',
  run({ backend, inputs: { param, m, v, gradient }, attrs }) {
    if (!isFloat(param) || !isFloat(m) || !isFloat(v) || !isFloat(gradient)) return undefined;
    const tensors = [param, m, v, gradient];
    if (tensors.some(({ shape }) => !util.arraysEqual(shape, param.shape))) return undefined;
    const { learningRate, beta1, beta2, epsilon, step } = attrs as AdamAttributes;
    const root = 1 / Math.sqrt(1 - beta2 ** step);
    const rate = learningRate / (1 - beta1 ** step);
    const numbers = [beta1, 1 - beta1, beta2, 1 - beta2, root, epsilon, rate] as const;
    const [paramAt, mAt, vAt] = [backend.addressOf(param), backend.addressOf(m), backend.addressOf(v)];
    const gradientAt = backend.addressOf(gradient);
    parallelFor(backend, 'adamUpdate', util.sizeFromShape(param.shape), (begin, size) => [
      paramAt + 4 * begin,
      mAt + 4 * begin,
      vAt + 4 * begin,
      gradientAt + 4 * begin,
      size,
      ...numbers,
    ]);
    return [];
  },
};

type AdamAttributes = { learningRate: number; beta1: number; beta2: number; epsilon: number; step: number };
