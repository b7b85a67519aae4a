import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import type { OwnKernel } from './own-kernel.ts';

/**
 * x -> x, on the same values. The stock kernel copies them, and TensorFlow.js runs it on every tensor that it keeps for
 * the gradients: all activations and weights of a step.
 */
export const identity: OwnKernel = {
  name: 'Identity',
  covers: 'a tensor x',
  run({ backend, inputs: { x } }) {
    return x && x.dtype !== 'string' ? shareValues(backend, x, x.shape) : undefined;
  },
};

/** Another tensor on the same values, for the caller to own. */
export function shareValues(backend: TrainableBackendWasm, { dataId, dtype }: TensorInfo, shape: number[]): TensorInfo {
  backend.incRef(dataId);
  return { dataId, dtype, shape };
}
