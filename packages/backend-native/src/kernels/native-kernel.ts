import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { NodeBackend } from '../node-backend.ts';

/** A kernel that tfjs-node does not have, made of TensorFlow's own operations. */
export type NativeKernel = {
  /** The name under which a library asks for it. */
  name: string;
  /** What it takes, for the message where it is given something else. */
  covers: string;
  takes(inputs: Inputs): boolean;
  /** @returns tensors that the caller owns. */
  run(backend: NodeBackend, inputs: Inputs, attributes: Record<string, unknown>): TensorInfo[];
};

/** Tensors by name. */
export type Inputs = Record<string, TensorInfo>;

/** Whether these are all there and hold float32 values in one shape. */
export function areAlike(...tensors: (TensorInfo | undefined)[]): boolean {
  const shape = String(tensors[0]?.shape);
  return tensors.every((tensor) => tensor?.dtype === 'float32' && String(tensor.shape) === shape);
}
