import { expect, test } from '@jest/globals';
import { backend, engine, type NamedAttrMap, type NamedTensorMap } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import type { BackendVariant } from '../create-backend.ts';
import { callsOf, kernelCalls } from '../testing/kernel-calls.ts';
import { useVariant, variants } from '../testing/variants.ts';

/** How often our functions are called while a kernel runs. */
function callsOfOurs(run: () => void): number {
  const { threads } = backend() as TrainableBackendWasm;
  const { run: real } = threads;
  let calls = 0;
  const counting = {
    run: (...given: Parameters<typeof real>) => {
      calls++;
      real(...given);
    },
  };
  Object.assign(threads, counting);
  try {
    run();
  } finally {
    Object.assign(threads, { run: real });
  }
  return calls;
}

// A plan that takes nothing would give the stock kernel's values: right, but slow.
test.each(Object.keys(kernelCalls).filter((name) => name !== 'Identity'))('%s is computed by ours', async (name) => {
  await useVariant(variants[0] as BackendVariant);
  for (const { inputs, attrs = {} } of callsOf(name)) {
    const run = () => engine().runKernel(name, inputs as NamedTensorMap, attrs as NamedAttrMap);
    expect(callsOfOurs(run)).toBeGreaterThan(0);
  }
});
