import { describe, expect, test } from '@jest/globals';
import { engine, memory, tensor } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { firstDifference, seededFloats } from '../testing/floats.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

type State = Record<'param' | 'm' | 'v' | 'gradient', Float32Array>;
const attributes = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step: 3 };

/** The formula of `createAdam`, every operation rounded to float32 as TensorFlow.js's own operations round it. */
function byFormula({ param, m, v, gradient }: State, { learningRate, beta1, beta2, epsilon, step }: typeof attributes) {
  const f = Math.fround;
  const root = f(1 / Math.sqrt(1 - beta2 ** step));
  const rate = f(learningRate / (1 - beta1 ** step));
  const first = m.map((value, i) => f(value * f(beta1)) + f((gradient[i] as number) * f(1 - beta1)));
  const second = v.map((value, i) => f(value * f(beta2)) + f(f((gradient[i] as number) ** 2) * f(1 - beta2)));
  const moved = param.map((value, i) => {
    const denominator = f(f(f(Math.sqrt(second[i] as number)) * root) + f(epsilon));
    return value - f(f((first[i] as number) / denominator) * rate);
  });
  return { param: moved, m: first, v: second };
}

function byKernel(state: State) {
  const inputs = {
    param: tensor(state.param),
    m: tensor(state.m),
    v: tensor(state.v),
    gradient: tensor(state.gradient),
  };
  const before = memory().numTensors;
  engine().runKernel('AdamUpdate', inputs, attributes);
  expect(memory().numTensors).toBe(before);
  return { param: inputs.param.dataSync(), m: inputs.m.dataSync(), v: inputs.v.dataSync() };
}

const stateOf = (size: number, seed: number): State => ({
  param: seededFloats(size, seed),
  m: seededFloats(size, seed + 1, 0.1),
  v: seededFloats(size, seed + 2, 1e-3).map(Math.abs),
  gradient: seededFloats(size, seed + 3, 0.1),
});

function expectFormula(state: State): void {
  const [actual, expected] = [byKernel(state), byFormula(state, attributes)];
  for (const name of ['param', 'm', 'v'] as const)
    expect(firstDifference(actual[name], expected[name])).toBeUndefined();
}

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('AdamUpdate moves parameters and moments in place, rounded as the formula in single operations', async () => {
    await useVariant(variant);
    fc.assert(
      fc.property(fc.nat(70), fc.nat(), (size, seed) => {
        expectFormula(stateOf(size, seed));
      }),
    );
    expectFormula(stateOf(100_003, 1));
  });

  test('AdamUpdate passes non-finite values through', async () => {
    await useVariant(variant);
    const state = { ...stateOf(7, 5), gradient: Float32Array.of(1, Number.NaN, 1, 1, 1, Number.POSITIVE_INFINITY, 1) };
    const { param, v } = byKernel(state);
    expect([...param].map(Number.isFinite)).toEqual([true, false, true, true, true, false, true]);
    expect(v[5]).toBe(Number.POSITIVE_INFINITY);
  });
});

test('AdamUpdate of tensors that differ in shape is refused in one line', async () => {
  const inputs = { param: tensor([1]), m: tensor([1, 2]), v: tensor([1]), gradient: tensor([1]) };
  expect(() => engine().runKernel('AdamUpdate', inputs, attributes)).toThrow(
    'Expected AdamUpdate to be given float32 tensors param, m, v and gradient of the same shape, got',
  );
});
