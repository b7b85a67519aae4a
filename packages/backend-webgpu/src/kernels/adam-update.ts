import { util } from '@tensorflow/tfjs-core';
import { dispatch } from '../run/dispatch.ts';
import { type Pointwise, pointwiseShader, pointwiseUniform } from '../wgsl/pointwise.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';

/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1) that changes param, m and v in place:
 * ({ param, m, v, gradient }, { learningRate, beta1, beta2, epsilon, step }) -> nothing.
 */
export const adamUpdate: OwnKernel = {
  name: 'AdamUpdate',
  covers: 'float32 tensors param, m, v and gradient of the same shape',
  run({ backend, inputs: { param, m, v, gradient }, attrs }) {
    if (!isFloat(param) || !isFloat(m) || !isFloat(v) || !isFloat(gradient)) return undefined;
    const { shape } = param;
    if ([m, v, gradient].some((tensor) => !util.arraysEqual(tensor.shape, shape))) return undefined;
    const size = util.sizeFromShape(shape);
    if (size === 0) return [];
    dispatch(backend, {
      ...pointwiseShader(ADAM, size),
      outputs: [param, m, v],
      inputs: [gradient],
      uniform: backend.uniformOf(attrs as AdamAttributes, (now) => pointwiseUniform(size, adamNumbers(now))),
    });
    return [];
  },
};

export type AdamAttributes = {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  step: number;
};

export const ADAM_NUMBERS = ['beta1', 'rest1', 'beta2', 'rest2', 'root', 'epsilon', 'rate'] as const;

/** What `ADAM_NUMBERS` names. */
export function adamNumbers({ learningRate, beta1, beta2, epsilon, step }: AdamAttributes): number[] {
  const root = 1 / Math.sqrt(1 - beta2 ** step);
  const rate = learningRate / (1 - beta1 ** step);
  return [beta1, 1 - beta1, beta2, 1 - beta2, root, epsilon, rate];
}

/** WGSL for the place `i`. */
export const ADAM_STEP = `
  let g = gradient[i];
  let first = n.beta1 * m[i] + n.rest1 * g;
  let second = n.beta2 * v[i] + n.rest2 * g * g;
  m[i] = first;
  v[i] = second;
  param[i] -= n.rate * first / (sqrt(second) * n.root + n.epsilon);`;

const ADAM: Pointwise = {
  name: 'adam',
  outputs: ['param', 'm', 'v'],
  inputs: ['gradient'],
  numbers: ADAM_NUMBERS,
  code: ADAM_STEP,
};
