import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { recordingOf } from '../compile/recording.ts';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { attributesOf } from './attributes.ts';
import { type ChangingConstant, type Constant, type Operations, operations, type Run } from './operations.ts';

/**
 * Computes with TensorFlow's own operations on handles, below TensorFlow.js's tensors: what the body asks for is deleted
 * at its end, except what it returns.
 *
 * @returns tensors that the caller owns
 */
export function onHandles(
  backend: NodeBackend,
  inputs: readonly TensorInfo[],
  body: (inputs: Handle[], operations: Operations) => Handle[],
): Tensor[] {
  const { binding } = backend;
  const made = new Set<Handle>();
  const run: Run = (operation, attributes, given, outputs = 1) => {
    const ids = given.map(({ id }) => id);
    const handles = binding.executeOp(operation, attributes, ids, outputs);
    for (const handle of handles) made.add(handle);
    return handles;
  };
  const constant: Constant = (values, shape) => {
    const dtype = (values instanceof Int32Array ? binding.TF_INT32 : binding.TF_FLOAT) as number;
    const handle = { id: binding.createTensor(shape, dtype, values), shape: [...shape], dtype };
    made.add(handle);
    return handle;
  };
  const changing: ChangingConstant = (attributes, valuesOf, shape) => {
    const handle = constant(valuesOf(attributes), shape);
    recordingOf(backend)?.changes(handle, attributes, valuesOf);
    return handle;
  };
  try {
    const ids = backend.getInputTensorIds(inputs as Tensor[]);
    const results = body(
      inputs.map(({ shape }, i) => ({ id: ids[i] as number, shape, dtype: binding.TF_FLOAT as number })),
      operations(attributesOf(binding), run, constant, changing),
    );
    for (const result of results) made.delete(result);
    return results.map((result) => backend.createOutputTensor(result));
  } finally {
    for (const { id } of made) binding.deleteTensor(id);
  }
}
