import '@tensorflow/tfjs-backend-cpu';
import { backend, engine, setBackend, type Tensor, tensor, util } from '@tensorflow/tfjs-core';

/** A tensor outside of any backend. */
export type Values = { shape: number[]; values: Float32Array };

/** Runs a kernel on the cpu backend, or on ours, and reads its outputs back; inputs that it changes in place come after them. */
export async function runKernel(
  on: 'cpu' | 'webgpu',
  name: string,
  inputs: Record<string, { shape: number[]; values: Float32Array | Int32Array }>,
  attrs: object = {},
): Promise<Values[]> {
  await setBackend(on);
  // The cpu backend's first tensor in Node prints the advice to install tfjs-node: here it is the reference.
  if (on === 'cpu') Object.assign(backend(), { firstUse: false });
  const tensors = Object.entries(inputs).map(([input, { values, shape }]) => [input, tensor(values, shape)] as const);
  const outputs: Tensor | Tensor[] = engine().runKernel(name, Object.fromEntries(tensors), { ...attrs });
  const all = [outputs, ...tensors.map(([, each]) => each)].flat();
  const read = await Promise.all(
    all.map(async (each) => ({ shape: each.shape, values: (await each.data()) as Float32Array })),
  );
  for (const each of all) each.dispose();
  return read;
}

/**
 * The largest difference, relative to the largest expected value; infinite where one value is not finite and the other is.
 *
 * @param atLeast what it is relative to where all expected values are smaller: those that they are the difference of
 */
export function worstError(got: ArrayLike<number>, expected: ArrayLike<number>, atLeast = 1e-30): number {
  if (got.length !== expected.length) throw new Error(`Expected ${expected.length} values, got ${got.length}.`);
  let worst = 0;
  let largest = atLeast;
  for (let i = 0; i < expected.length; i++) {
    const [ours, theirs] = [got[i] as number, expected[i] as number];
    if (Object.is(ours, theirs) || ours === theirs) continue;
    const difference = Math.abs(ours - theirs);
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  for (let i = 0; i < expected.length; i++)
    if (Number.isFinite(expected[i])) largest = Math.max(largest, Math.abs(expected[i] as number));
  return worst / largest;
}

/** Values in [-1, 1], the same ones for a seed. */
export function someValues(shape: number[], seed: number): Values {
  let state = (Math.imul(seed, 2_654_435_761) ^ 0x9e37_79b9) >>> 0;
  const values = Float32Array.from({ length: util.sizeFromShape(shape) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return { shape, values };
}
