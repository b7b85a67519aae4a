import { util } from '@tensorflow/tfjs-core';
import type { Pointwise } from '../wgsl/pointwise.ts';
import type { OwnKernel } from './own-kernel.ts';
import { runPointwise } from './run-pointwise.ts';

/** Writes values in the place of others: ({ target, value }) -> nothing. */
export const assign: OwnKernel = {
  name: 'Assign',
  covers: 'two tensors of the same shape and type',
  run({ backend, inputs: { target, value } }) {
    if (!target || !value || target.dtype !== value.dtype || !util.arraysEqual(target.shape, value.shape))
      return undefined;
    runPointwise(backend, target.dtype === 'float32' ? ASSIGN : ASSIGN_INTEGERS, [target], [value]);
    return [];
  },
};

const ASSIGN: Pointwise = {
  name: 'assign',
  outputs: ['kept'], // `target` is a word that WGSL reserves
  inputs: ['value'],
  code: 'kept[i] = value[i];',
};

/** Small integers are denormal as floats, which a GPU may take for 0. */
const ASSIGN_INTEGERS: Pointwise = { ...ASSIGN, name: 'assign integers', integers: ['kept', 'value'] };
