import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';

/** A kernel of this package. */
export type OwnKernel = {
  /** The name under which tfjs, or a library on top of it, asks for the kernel. */
  name: string;
  /** What it takes, for the message where nothing else can take the rest. */
  covers: string;
  /**
   * Runs it. `undefined` hands the call on to the stock kernel.
   *
   * @returns tensors that the caller owns.
   */
  run(call: KernelCall): TensorInfo | TensorInfo[] | undefined;
};

/** What tfjs hands to a kernel. */
export type KernelCall = {
  backend: TrainableBackendWebGPU;
  /** Tensors by name; optional ones may be missing. */
  inputs: Record<string, TensorInfo | undefined>;
  attrs: Record<string, unknown>;
};

/** Whether this input is there and holds float32 values. */
export function isFloat(tensor: TensorInfo | undefined): tensor is TensorInfo {
  return tensor?.dtype === 'float32';
}
