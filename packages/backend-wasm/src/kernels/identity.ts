import type { OwnKernel } from './own-kernel.ts';

/**
 * x -> x, on the same values. The stock kernel copies them, and TensorFlow.js runs it on every tensor that it keeps for
 * the gradients: all activations and weights of a step.
 */
export const identity: OwnKernel = {
  name: 'Identity',
  covers: 'a tensor x',
  run({ backend, inputs: { x } }) {
    if (!x || x.dtype === 'string') return undefined;
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  },
};
