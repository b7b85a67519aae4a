import { hasVariable } from '../kernels/variables.ts';
import type { NodeBackend } from '../node-backend.ts';
import type { Recording } from './recording.ts';

/** Filters of more values than this together (32 MB) stay arguments: the function and oneDNN would each keep a copy. */
const MOST_VALUES = 8 << 20;

/**
 * Makes constants of a step's filters that come from before it and that nothing has changed so far, where they are small. On a
 * processor TensorFlow lays a constant filter out for oneDNN once, and any other one in every call, which is 5 % of a
 * translation by the preset `fast`.
 *
 * @returns whether the filters are still what they were: the values of a tensor change only by a variable behind it
 */
export function fixFilters(backend: NodeBackend, recording: Recording): () => boolean {
  const { calls, outside } = recording;
  const filters = new Set(calls.filter(({ operation }) => operation === 'Conv2D').map(({ inputs }) => inputs[1]));
  const fixed = outside.filter((_, i) => filters.has(`outside ${i}`)).map(({ dataId }) => dataId);
  const shapes = fixed.map((dataId) => backend.tensorMap.get(dataId).shape);
  const size = shapes.reduce((sum, shape) => sum + shape.reduce((product, length) => product * length, 1), 0);
  if (backend.isUsingGpuDevice || size > MOST_VALUES) return () => true;
  for (const dataId of fixed) recording.fixes(dataId);
  return () => fixed.every((dataId) => !hasVariable(backend, dataId));
}
