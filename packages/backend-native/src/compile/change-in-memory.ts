import type { Tensor } from '@tensorflow/tfjs-core';
import type { NodeBackend } from '../node-backend.ts';
import { recordingOf, type Stop } from './recording.ts';

/**
 * Has JavaScript change float32 values in the middle of a step that is being recorded: ([x, ...], { change }) -> as many new
 * tensors. What is called is a function on arrays, and it is called again at each run of the step.
 *
 * @param tensors taken over, where a step is being recorded
 * @returns none, where none is
 */
export function changeInMemory(backend: NodeBackend, tensors: readonly Tensor[], change: Stop['change']): Tensor[] {
  const recording = recordingOf(backend);
  if (recording === undefined) return [];
  const other = tensors.find(({ dtype }) => dtype !== 'float32');
  if (other) throw new Error(`Expected float32 tensors to change in memory, got ${other.dtype}. Cast them.`);
  return recording.changesInMemory(tensors, change);
}
