import { getBackend, getKernel } from '@tensorflow/tfjs-core';

/** Whether the engine compiles steps; on others a run that is not to be compiled is the same run once more. */
export function compiles(): boolean {
  return getKernel('CompiledStep', getBackend()) !== undefined;
}
