import { getKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { BACKEND_NAME } from './backend-name.ts';

/**
 * Runs another kernel as a part of this one, whichever of ours and the stock ones takes it.
 *
 * @returns its first output, which the caller owns
 */
export function callKernel(
  backend: TrainableBackendWasm,
  name: string,
  inputs: Record<string, TensorInfo>,
  attrs: object = {},
): TensorInfo {
  const kernel = getKernel(name, BACKEND_NAME);
  if (!kernel) throw new Error(`Expected a kernel ${name}, got none. Use another backend for it.`);
  const outputs = kernel.kernelFunc({ inputs, backend, attrs: { ...attrs } });
  return [outputs].flat()[0] as TensorInfo;
}
