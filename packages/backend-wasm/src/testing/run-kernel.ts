import { backend, engine, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { BackendVariant } from '../create-backend.ts';
import { useVariant } from './variants.ts';

/** A tensor outside of any backend. */
export type Values = { shape: number[]; values: Float32Array };

/** Runs a kernel on the cpu backend, or on a variant of ours, and reads its first output back. */
export async function runKernel(
  on: 'cpu' | BackendVariant,
  name: string,
  inputs: Record<string, Values>,
  attrs: object,
): Promise<Values> {
  await (on === 'cpu' ? setBackend('cpu') : useVariant(on));
  // The cpu backend's first tensor in Node prints the advice to install tfjs-node: here it is the reference.
  if (on === 'cpu') Object.assign(backend(), { firstUse: false });
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([input, { values, shape }]) => [input, tensor(values, shape)]),
  );
  const output: Tensor = engine().runKernel(name, tensors, { ...attrs });
  const result = { shape: output.shape, values: output.dataSync() as Float32Array };
  for (const each of [output, ...Object.values(tensors)]) each.dispose();
  return result;
}

/**
 * Whole numbers from -4 to 4: sums of products of a few thousand of them are exact in float32 in any order, with fused
 * multiply-add and without, so that two backends must agree to the last bit.
 */
export function wholeNumbers(shape: number[], seed: number): Values {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let state = seed >>> 0 || 1;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = ((state >>> 16) % 9) - 4;
  }
  return { shape, values };
}
