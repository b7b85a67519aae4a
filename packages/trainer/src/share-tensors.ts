import type { NamedTensors } from '@pix2pix-ts/ops';
import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { World } from './world.ts';

/**
 * The mean of each gradient over the ranks, which is the gradient of the whole batch where the shares are of one size.
 *
 * @param gradients taken over
 * @returns tensors owned by the caller, the same bits on every rank.
 */
export function averageGradients(world: World, gradients: NamedTensors): NamedTensors {
  return exchanged(world, gradients, (values) => world.allReduceMean(values));
}

/**
 * The tensors of rank 0.
 *
 * @param tensors of the same names and shapes on every rank, taken over
 * @returns tensors owned by the caller.
 */
export function broadcastTensors(world: World, tensors: NamedTensors): NamedTensors {
  return exchanged(world, tensors, (values) => world.broadcast(values));
}

/** What the ranks make of these tensors, in the arrays that the engine gives and takes. */
function exchanged(world: World, tensors: NamedTensors, exchange: (values: Float32Array[]) => void): NamedTensors {
  if (world.size === 1) return tensors;
  const entries = Object.entries(tensors).map(([name, { shape }]) => [name, shape] as const);
  const values = Object.values(tensors).map(takeValues);
  exchange(values);
  return Object.fromEntries(entries.map(([name, shape], i) => [name, tensor(values[i] as Float32Array, shape)]));
}

function takeValues(source: Tensor): Float32Array {
  const values = source.dataSync<'float32'>();
  dispose(source); // at once: a network's gradients are hundreds of megabytes
  return values;
}
