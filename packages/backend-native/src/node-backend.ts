import type { DataType, KernelBackend, Tensor } from '@tensorflow/tfjs-core';

/** What the addon of tfjs-node offers, as far as it is used here. */
export type Binding = {
  createTensor(shape: readonly number[], dtype: number, values: Float32Array | Int32Array): number;
  deleteTensor(id: number): void;
  executeOp(name: string, attributes: readonly Attribute[], inputs: readonly number[], outputs: number): Handle[];
  tensorDataSync(id: number): ArrayLike<number>;
  isUsingGpuDevice(): boolean;
  /** Gives the context a function, as a serialised FunctionDef; it runs like an operation of its name. */
  addFunction(definition: Uint8Array): void;
  removeFunction(name: string): void;
  /** Of all operations that TensorFlow knows, as a serialised OpList. */
  operations(): Uint8Array;
  readonly TF_Version: string;
  readonly [constant: `TF_${string}`]: number | string;
};

/** An attribute of one of TensorFlow's operations. */
export type Attribute = { name: string; type: number; value: boolean | number | string | readonly number[] };

/** A tensor of TensorFlow's without a tensor of TensorFlow.js: whoever asked for it deletes it. */
export type Handle = { id: number; shape: number[]; dtype: number };

/** The backend of tfjs-node, as far as it is used here. */
export type NodeBackend = KernelBackend & {
  binding: Binding;
  readonly isUsingGpuDevice: boolean;
  /** What TensorFlow.js's data stand for; `values` is there until the tensor is first used. */
  readonly tensorMap: {
    get(dataId: object): { id: number; values: unknown; dtype: number; shape: number[] };
    has(dataId: object): boolean;
  };
  getInputTensorIds(tensors: readonly { dataId: object; shape: number[]; dtype: DataType }[]): number[];
  /** Wraps a handle, which the tensor owns from then on. */
  createOutputTensor(handle: Handle): Tensor;
};
