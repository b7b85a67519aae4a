import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { dispatch } from '../run/dispatch.ts';
import { type Pointwise, pointwiseShader, pointwiseUniform } from '../wgsl/pointwise.ts';

/** Runs a shader on all places of tensors of one size, which are given in the order of its outputs and inputs. */
export function runPointwise(
  backend: TrainableBackendWebGPU,
  shader: Pointwise,
  outputs: readonly TensorInfo[],
  inputs: readonly TensorInfo[],
  numbers: readonly number[] = [],
): void {
  const size = util.sizeFromShape((outputs[0] as TensorInfo).shape);
  if (size === 0) return;
  const uniform = pointwiseUniform(size, numbers);
  dispatch(backend, { ...pointwiseShader(shader, size), outputs, inputs, uniform });
}
