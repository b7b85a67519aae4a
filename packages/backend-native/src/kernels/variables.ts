import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { attributesOf } from './attributes.ts';
import { uniqueName } from './unique-name.ts';

/** A resource variable, which TensorFlow can change in place as it cannot a tensor. */
type Variable = {
  readonly handle: Handle;
  /** What its tensor is known by. */
  readonly dataId: object;
  /** TensorFlow's number of its type. */
  readonly dtype: number;
  /** The values that the tensor holds; none while nobody has asked for them since they changed. */
  shown: number | undefined;
  /** While its tensor is freed, which asks for the values without needing them. */
  isEnding: boolean;
};

/** Those of a backend, by what their tensors are known by and by their own handles. */
type Variables = { readonly byData: Map<object, Variable>; readonly byHandle: Map<number, Variable> };

const variablesOf = new WeakMap<NodeBackend, Variables>();

/**
 * The resource variable behind a tensor; made when it is first asked for, and freed with the tensor. The tensor shows the
 * variable's values, as they are when somebody asks for them.
 */
export function variableBehind(backend: NodeBackend, tensor: TensorInfo): Handle {
  const { byData, byHandle } = watchVariables(backend);
  const known = byData.get(tensor.dataId);
  if (known) return known.handle;
  const { binding } = backend;
  const data = backend.tensorMap.get(tensor.dataId);
  const { type, shape, text } = attributesOf(binding);
  const name = text('shared_name', uniqueName('variable'));
  const attributes = [type('dtype', data.dtype), shape('shape', tensor.shape), name, text('container', '')];
  const handle = binding.executeOp('VarHandleOp', attributes, [], 1)[0] as Handle;
  const [values] = backend.getInputTensorIds([tensor]) as [number];
  // A copy, because a tensor may share the array it was made from, which is the caller's.
  const [own] = binding.executeOp('DeepCopy', [type('T', data.dtype)], [values], 1) as [Handle];
  binding.executeOp('AssignVariableOp', [type('dtype', data.dtype)], [handle.id, own.id], 0);
  // The tensor's own values are freed at once, before the next variable is made: all of a network's are hundreds of megabytes.
  for (const id of [own.id, values]) binding.deleteTensor(id);
  const variable: Variable = { handle, dataId: tensor.dataId, dtype: data.dtype, shown: undefined, isEnding: false };
  byData.set(tensor.dataId, variable);
  byHandle.set(handle.id, variable);
  // tfjs-node asks for this number wherever it uses the tensor.
  Object.defineProperty(data, 'id', {
    get: () => variable.shown ?? (variable.isEnding ? -1 : show(backend, variable)),
  });
  return handle;
}

/** The tensor, by what it is known by, whose variable has this handle; `undefined` where it is that of none. */
export function tensorOfVariable(backend: NodeBackend, handle: number): object | undefined {
  return variablesOf.get(backend)?.byHandle.get(handle)?.dataId;
}

/** Whether there is a variable behind this tensor. */
export function hasVariable(backend: NodeBackend, dataId: object): boolean {
  return variablesOf.get(backend)?.byData.has(dataId) ?? false;
}

/**
 * Frees a tensor's own hold on its variable's values, so that the variable is their only owner and can be changed without a
 * copy. Whoever asks for the tensor's values later gets them as they are then; they are shared, not copied.
 */
export function hideVariable(backend: NodeBackend, dataId: object): void {
  const variable = variablesOf.get(backend)?.byData.get(dataId);
  if (variable?.shown === undefined) return;
  backend.binding.deleteTensor(variable.shown);
  variable.shown = undefined;
}

/** Runs what changes the variables behind these tensors, by what they are known by. */
export function changingVariables<Result>(
  backend: NodeBackend,
  dataIds: readonly object[],
  change: () => Result,
): Result {
  for (const dataId of dataIds) hideVariable(backend, dataId);
  try {
    return change();
  } finally {
    for (const dataId of dataIds) hideVariable(backend, dataId); // where a tensor is also one of those it is changed by
  }
}

/** The same for all variables of a backend. */
export function hideVariables(backend: NodeBackend): void {
  for (const dataId of variablesOf.get(backend)?.byData.keys() ?? []) hideVariable(backend, dataId);
}

function show({ binding }: NodeBackend, variable: Variable): number {
  const attributes = [attributesOf(binding).type('dtype', variable.dtype)];
  const [values] = binding.executeOp('ReadVariableOp', attributes, [variable.handle.id], 1) as [Handle];
  variable.shown = values.id;
  return values.id;
}

/** A backend's variables. From now on a tensor that is freed takes its variable with it. */
export function watchVariables(backend: NodeBackend): Variables {
  const known = variablesOf.get(backend);
  if (known) return known;
  const variables: Variables = { byData: new Map(), byHandle: new Map() };
  variablesOf.set(backend, variables);
  const disposeData = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force) => {
    const variable = variables.byData.get(dataId);
    if (!variable) return disposeData(dataId, force);
    variable.isEnding = true;
    const isGone = disposeData(dataId, force);
    variable.isEnding = false;
    if (!isGone) return false;
    variables.byData.delete(dataId);
    variables.byHandle.delete(variable.handle.id);
    destroy(backend, variable.handle);
    return true;
  };
  return variables;
}

function destroy({ binding }: NodeBackend, variable: Handle): void {
  const ignore = attributesOf(binding).flag('ignore_lookup_error', true);
  binding.executeOp('DestroyResourceOp', [ignore], [variable.id], 0);
  binding.deleteTensor(variable.id);
}
