import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { attributesOf } from './attributes.ts';

/** The resource variables of a backend, by the data of the tensors that they belong to. */
const variablesOf = new WeakMap<NodeBackend, WeakMap<object, Handle>>();
let made = 0;

/**
 * The resource variable behind a tensor, which TensorFlow can change in place as it cannot a tensor; made when it is
 * first asked for, and freed with the tensor. The tensor shows the variable's values again after `showVariable`.
 */
export function variableBehind(backend: NodeBackend, tensor: TensorInfo): Handle {
  const variables = variablesOf.get(backend) ?? watch(backend);
  const known = variables.get(tensor.dataId);
  if (known) return known;
  const { binding } = backend;
  const { float32, shape, text } = attributesOf(binding);
  const name = text('shared_name', `backend-native-${made++}`);
  const attributes = [float32('dtype'), shape('shape', tensor.shape), name, text('container', '')];
  const variable = binding.executeOp('VarHandleOp', attributes, [], 1)[0] as Handle;
  const [values] = backend.getInputTensorIds([tensor]) as [number];
  // A copy, because a tensor may share the array it was made from, which is the caller's.
  const [own] = binding.executeOp('DeepCopy', [float32('T')], [values], 1) as [Handle];
  binding.executeOp('AssignVariableOp', [float32('dtype')], [variable.id, own.id], 0);
  binding.deleteTensor(own.id);
  variables.set(tensor.dataId, variable);
  return variable;
}

/** Frees the tensor's own hold on the values, so that the variable is their only owner and can be changed without a copy. */
export function hideVariable(backend: NodeBackend, tensor: TensorInfo): void {
  const data = backend.tensorMap.get(tensor.dataId);
  backend.binding.deleteTensor(data.id);
  data.id = -1;
}

/** Lets the tensor show the variable's values as they are now; they are shared, not copied. */
export function showVariable(backend: NodeBackend, tensor: TensorInfo): void {
  const variable = variableBehind(backend, tensor);
  const { float32 } = attributesOf(backend.binding);
  const [values] = backend.binding.executeOp('ReadVariableOp', [float32('dtype')], [variable.id], 1) as [Handle];
  backend.tensorMap.get(tensor.dataId).id = values.id;
}

/** From now on a tensor that is freed takes its variable with it. */
function watch(backend: NodeBackend): WeakMap<object, Handle> {
  const variables = new WeakMap<object, Handle>();
  variablesOf.set(backend, variables);
  const disposeData = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force) => {
    if (!disposeData(dataId, force)) return false;
    const variable = variables.get(dataId);
    if (variable) destroy(backend, variable);
    variables.delete(dataId);
    return true;
  };
  return variables;
}

function destroy({ binding }: NodeBackend, variable: Handle): void {
  const ignore = attributesOf(binding).flag('ignore_lookup_error', true);
  binding.executeOp('DestroyResourceOp', [ignore], [variable.id], 0);
  binding.deleteTensor(variable.id);
}
