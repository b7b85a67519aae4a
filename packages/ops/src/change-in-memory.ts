import type { NamedTensors } from '@pix2pix-ts/common/compiled-step';
import {
  backend,
  dispose,
  getBackend,
  getKernel,
  type KernelBackend,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';

/** Changes values where they are; of each tensor in its order. */
export type ChangeInMemory = (values: readonly Float32Array[]) => void;

/**
 * Has JavaScript change the values of float32 tensors in the middle of a step, as an average over several processes does. It
 * waits for the engine. In a compiled step (`compiledStep`) the values are brought to JavaScript and back at each run: one of
 * the first runs leaves its `change`, which is called again with the values of each later one.
 *
 * Engines that compile steps may offer the kernel `ChangeInMemory` ([x, ...], { change }), which does and notes that while a step
 * is watched: it takes the tensors over and gives as many new ones. At any other time it does nothing and gives none.
 *
 * @param tensors taken over; an array that one of them was made from may be changed too
 * @returns tensors of the same names and shapes, owned by the caller
 */
export function changeInMemory(tensors: NamedTensors, change: ChangeInMemory): NamedTensors {
  const entries = Object.entries(tensors);
  if (entries.length === 0) return {};
  const inStep = changedInStep(Object.values(tensors), change);
  const changed = inStep.length > 0 ? inStep : changedHere(Object.values(tensors), change);
  return Object.fromEntries(entries.map(([name], i) => [name, changed[i] as Tensor]));
}

/** By an engine that watches a step. Not through tfjs's engine, which would hold the tensors until the kernel is done. */
function changedInStep(tensors: readonly Tensor[], change: ChangeInMemory): Tensor[] {
  const kernel = getKernel('ChangeInMemory', getBackend());
  const run = kernel?.kernelFunc as unknown as Kernel | undefined;
  return run?.({ inputs: tensors, attrs: { change }, backend: backend() }) ?? [];
}

function changedHere(tensors: readonly Tensor[], change: ChangeInMemory): Tensor[] {
  const shapes = tensors.map(({ shape }) => shape);
  const values = tensors.map(takeValues);
  change(values);
  return values.map((each, i) => tensor(each, shapes[i]));
}

function takeValues(source: Tensor): Float32Array {
  const isShared = backend().refCount(source.dataId) > 1; // by a clone, whose values stay
  const values = source.dataSync<'float32'>();
  dispose(source); // at once: a network's gradients are hundreds of megabytes
  return isShared ? values.slice() : values;
}

type Kernel = (call: {
  inputs: readonly Tensor[];
  attrs: { change: ChangeInMemory };
  backend: KernelBackend;
}) => Tensor[];
