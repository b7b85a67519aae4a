import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';

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
  backend: TrainableBackendWasm;
  /** Tensors by name; optional ones may be missing. */
  inputs: Record<string, TensorInfo | undefined>;
  attrs: Record<string, unknown>;
};

/** Whether this input is there and holds float32 values. */
export function isFloat(tensor: TensorInfo | undefined): tensor is TensorInfo {
  return tensor?.dtype === 'float32';
}

/** Whether this input is there and holds values of 32 bits, which can be moved whatever they mean. */
export function has32Bits(tensor: TensorInfo | undefined): tensor is TensorInfo {
  return tensor?.dtype === 'float32' || tensor?.dtype === 'int32';
}
