import '@tensorflow/tfjs-backend-cpu';
import {
  dispose,
  engine,
  keep,
  reshape,
  setBackend,
  slice,
  type Tensor,
  tensor,
  tidy,
  util,
} from '@tensorflow/tfjs-core';
import type { CaseOf, CaseSize, KernelCase } from './kernel-case.ts';

/** Odd, so that nothing divides it. */
export const SMALL: CaseSize = { images: 2, side: 9, channels: 5 };
/** Two million values. */
export const LARGE: CaseSize = { images: 8, side: 64, channels: 64 };

/** Calls a kernel, which takes a list where its inputs are numbered, on the current backend; what it gives, and what it changed, is the caller's, as are the inputs. */
export function callKernel(name: string, { attrs = {} }: KernelCase, given: Record<string, Tensor>): Tensor[] {
  const isList = Object.keys(given).length > 0 && Object.keys(given).every((input) => /^\d+$/.test(input));
  const inputs = isList ? (Object.values(given) as unknown as typeof given) : given;
  return [engine().runKernel(name, inputs, attrs) as Tensor | Tensor[]].flat();
}

/** The inputs of a call, with the same values on every backend. */
export function inputsOf({
  inputs,
  range: [least, most] = [-1, 1],
  integers = false,
}: KernelCase): Record<string, Tensor> {
  const entries = Object.entries(inputs).map(([name, shape], place) => {
    let state = 7919 * (place + 1);
    const values = Float32Array.from({ length: util.sizeFromShape([...shape]) }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return least + ((most - least) * state) / 2 ** 32;
    });
    return [name, tensor(integers ? Int32Array.from(values) : values, [...shape])] as const;
  });
  return Object.fromEntries(entries);
}

/** The largest difference from what is expected, over all outputs, each relative to its largest expected value. */
export async function errorOf(name: string, caseOf: CaseOf): Promise<number> {
  const call = caseOf(SMALL);
  await setBackend('cpu');
  const expected = await valuesOf(call, (given) =>
    call.expected ? tidy(() => call.expected?.(given).map(keep) ?? []) : [...callKernel(name, call, given)],
  );
  await setBackend('webgpu');
  const got = await valuesOf(call, (given) => [
    ...(call.changes ?? []).map((changed) => given[changed] as Tensor),
    ...callKernel(name, call, given),
  ]);
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(...expected.map((values, i) => farthest(values, got[i] ?? [])));
}

async function valuesOf(
  call: KernelCase,
  run: (given: Record<string, Tensor>) => Tensor[],
): Promise<ArrayLike<number>[]> {
  const given = inputsOf(call);
  const outputs = run(given);
  try {
    return await Promise.all(outputs.map((output) => output.data()));
  } finally {
    dispose([given as never, outputs]);
  }
}

function farthest(expected: ArrayLike<number>, got: ArrayLike<number>): number {
  if (expected.length !== got.length) return Number.POSITIVE_INFINITY;
  let [worst, largest] = [0, 1e-30];
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((got[i] as number) - (expected[i] as number));
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    largest = Math.max(largest, Math.abs(expected[i] as number));
  }
  return worst / largest;
}

/** Milliseconds of a call on large tensors, and what is done in a second: by as many calls as it takes to be sure. */
export async function speedOf(name: string, caseOf: CaseOf): Promise<{ milliseconds: number; speed: string }> {
  const call = caseOf(LARGE);
  const given = inputsOf(call);
  let bytes = 0;
  const run = async (calls: number) => {
    const start = performance.now();
    for (let i = 1; i < calls; i++) dispose(callKernel(name, call, given));
    const last = callKernel(name, call, given);
    const written = [...last, ...(call.changes ?? []).map((changed) => given[changed] as Tensor)];
    bytes = bytesOf([...Object.values(given), ...written]);
    // One value is enough to wait for all that was asked for before.
    const one = tidy(() => slice(reshape(written[0] as Tensor, [-1]), 0, 1));
    await one.data();
    dispose([last, one]);
    return (performance.now() - start) / calls;
  };
  try {
    let calls = 1;
    let milliseconds = await run(calls); // compiles and uploads
    milliseconds = await run(calls);
    while (milliseconds * calls < ENOUGH && calls < MOST_CALLS) {
      calls *= 4;
      milliseconds = await run(calls);
    }
    return { milliseconds, speed: shownSpeed(milliseconds, call.operations, bytes) };
  } finally {
    dispose(given);
  }
}

/** In ms. */
const ENOUGH = 60;
const MOST_CALLS = 1024;

const bytesOf = (tensors: readonly Tensor[]) => tensors.reduce((sum, { size }) => sum + 4 * size, 0);

function shownSpeed(milliseconds: number, operations: number | undefined, bytes: number): string {
  const perSecond = (operations ?? bytes) / milliseconds / 1e6;
  return `${Number(perSecond.toPrecision(3))} ${operations === undefined ? 'GB/s' : 'GFLOP/s'}`;
}
