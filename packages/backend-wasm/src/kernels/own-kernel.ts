import type * as common from '@pix2pix-ts/common/own-kernel';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';

export { isFloat } from '@pix2pix-ts/common/own-kernel';

/** A kernel of this package. */
export type OwnKernel = common.OwnKernel<TrainableBackendWasm>;

/** What tfjs hands to a kernel. */
export type KernelCall = common.KernelCall<TrainableBackendWasm>;

/** Whether this input is there and holds values of 32 bits, which can be moved whatever they mean. */
export function has32Bits(tensor: TensorInfo | undefined): tensor is TensorInfo {
  return tensor?.dtype === 'float32' || tensor?.dtype === 'int32';
}
