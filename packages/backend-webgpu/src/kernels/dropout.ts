import { util } from '@tensorflow/tfjs-core';
import type { Pointwise } from '../wgsl/pointwise.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { runPointwise } from './run-pointwise.ts';

/** y = x * mask / (1 - rate): ({ x, mask }, { rate }) -> y. */
export const dropout: OwnKernel = {
  name: 'Dropout',
  covers: 'float32 tensors x and mask of the same shape',
  run({ backend, inputs: { x, mask }, attrs: { rate } }) {
    if (!isFloat(x) || !isFloat(mask) || !util.arraysEqual(x.shape, mask.shape)) return undefined;
    const y = backend.makeOutput(x.shape);
    runPointwise(backend, DROPOUT, [y], [x, mask], [1 / (1 - (rate as number))]);
    return y;
  },
};

const DROPOUT: Pointwise = {
  name: 'dropout',
  outputs: ['y'],
  inputs: ['x', 'mask'],
  numbers: ['scale'],
  code: 'y[i] = x[i] * (mask[i] * n.scale);',
};
